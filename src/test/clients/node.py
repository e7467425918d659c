"""A driver in JavaScript: fetches a package from npm into target/, once, and runs NAME.mjs, which prints what it did."""
import os

from scene import drive, run, skip


def node(package, version):
    place = None

    def use(scene):
        nonlocal place
        place = os.path.join(scene.target, 'clients-npm', f'{package}-{version}')
        script = os.path.join(place, package + '.mjs')
        if not os.path.isdir(os.path.join(place, 'node_modules', package)):
            os.makedirs(place, exist_ok=True)
            try:
                run('npm', 'install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', place, f'{package}@{version}')
            except AssertionError:
                skip(package, f'npm install {package}@{version}')
        # A module finds packages in its own folder.
        with open(os.path.join(os.path.dirname(__file__), package + '.mjs')) as source, open(script, 'w') as copy:
            copy.write(source.read())
        address = scene.account(package)
        output = run('node', script, scene.path, address, env={**os.environ, 'NODE_EXTRA_CA_CERTS': scene.ca})
        return output.strip().splitlines()[-1]

    drive(package, 'npm', 'apt-get install npm', ['echo', version], use)

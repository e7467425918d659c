#!/usr/bin/env python3
"""Tests third-party clients, each in realistic use, against the packaged server.

    python3 src/test/clients/run.py            every client (`make clients`)
    python3 src/test/clients/run.py --quick    those that `make test` runs
    python3 src/test/clients/run.py curl msmtp these

Starts one server in local mode on free ports with a data directory of its own, gives it a certificate from a CA made
for the run, and runs the driver of each client. Prints a line for each, writes the same to target/clients.tsv and the
output of the clients to target/clients/; the exit code is the number of failures.
"""
import concurrent.futures
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.abspath(os.path.join(HERE, '..', '..', '..'))
TARGET = os.path.join(ROOT, 'target')
LOGS = os.path.join(TARGET, 'clients')

# Fast and reproducible clients, which are part of `make test`. The number is the driver's time limit in seconds on a
# busy machine; the longest comes first, so that the others run beside it.
QUICK = {
    'mbsync': 240, 'swaks': 60, 'curl': 60, 'offlineimap': 90, 'fetchmail': 60, 'getmail': 60, 'neomutt': 90,
    'msmtp': 60, 's_nail': 60, 'python': 60, 'openssl': 60, 'dkimverify': 60, 'sslscan': 90,
}
# Clients that need a registry, a display, or several minutes.
SLOW = {
    'testssl': 900, 'imapflow': 300, 'nodemailer': 300, 'grpcio': 300, 'postfix': 120, 'thunderbird': 600,
}
# Maximum number of concurrent clients.
PLACES = 2
SKIPPED = 77
LISTENERS = ('HTTP', 'MX', 'SUBMISSION', 'SUBMISSIONS', 'LMTP', 'IMAP', 'IMAPS', 'POP3', 'POP3S', 'MANAGESIEVE')
STARTUP_SECONDS = 120


def main(arguments):
    drivers = chosen(arguments)
    shutil.rmtree(LOGS, ignore_errors=True)
    os.makedirs(LOGS)
    with tempfile.TemporaryDirectory(prefix='posthaste-clients-') as place:
        scene, server = open_scene(place)
        try:
            with concurrent.futures.ThreadPoolExecutor(PLACES) as pool:
                results = list(pool.map(lambda driver: drive(driver, scene), drivers.items()))
        finally:
            server.terminate()
            server.wait()
    results.append(errors())
    with open(os.path.join(TARGET, 'clients.tsv'), 'w', encoding='utf-8') as table:
        table.writelines('\t'.join(result) + '\n' for result in results)
    failures = sum(result[0] == 'FAIL' for result in results)
    count = {word: sum(result[0] == word for result in results) for word in ('PASS', 'FAIL', 'SKIP')}
    print(f"{count['PASS']} passed, {failures} failed, {count['SKIP']} skipped")
    return failures


def chosen(arguments):
    everything = {**QUICK, **SLOW}
    if arguments == ['--quick']:
        return QUICK
    unknown = [name for name in arguments if name not in everything]
    if unknown:
        sys.exit(f"unknown: {' '.join(unknown)}; there are {' '.join(everything)}")
    return {name: everything[name] for name in arguments} if arguments else everything


def drive(driver, scene):
    """Runs one driver in its own process group, so that no process outlives the time limit."""
    name, seconds = driver
    log = os.path.join(LOGS, name + '.log')
    begun = time.monotonic()
    with open(log, 'wb') as output:
        process = subprocess.Popen(
            [sys.executable, os.path.join(HERE, name + '.py'), scene],
            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, start_new_session=True)
        try:
            code = process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            code = f'no end after {seconds} s'
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.wait()
    return report(name, code, log, time.monotonic() - begun)


def report(name, code, log, seconds):
    with open(log, encoding='utf-8', errors='replace') as output:
        lines = [line.rstrip() for line in output if line.strip()]
    told = [line for line in lines if line.startswith('== ')]
    client, version, what = (told[-1][3:].split('\t') + ['', ''])[:3] if told else (name, '', '')
    if code == 0:
        word = 'PASS'
    elif code == SKIPPED:
        word = 'SKIP'
    else:
        word, what = 'FAIL', f"{lines[-1] if lines else code}; see {os.path.relpath(log, ROOT)}"
    what = what.replace('\t', ' ')
    print(f'{word} {client} {version} {what} ({seconds:.1f} s)'.replace('  ', ' '), flush=True)
    return word, client, version, what, f'{seconds:.1f}'


def errors():
    """Checks that the server's log has no ERROR, whatever the clients reported."""
    with open(os.path.join(LOGS, 'server.log'), encoding='utf-8', errors='replace') as output:
        found = [line.strip() for line in output if re.match(r'\S+ ERROR ', line)]
    result = ('FAIL', found[0].replace('\t', ' ')) if found else ('PASS', 'has no error')
    print(result[0], 'the log of the server', result[1])
    return result[0], 'the log of the server', '', result[1], '0.0'


def open_scene(place):
    """Starts the server and writes the file that scene.py reads for the drivers."""
    scene = {'place': place, 'target': TARGET, 'root': ROOT, 'sink': free_port(), 'postfix': free_port()}
    environment = {name: value for name, value in os.environ.items() if not name.startswith('POSTHASTE_')}
    environment.update({f'POSTHASTE_{listener}_PORT': '0' for listener in LISTENERS})
    environment.update({
        'POSTHASTE_DATA_DIR': os.path.join(place, 'data'),
        'POSTHASTE_MODE': 'local',
        'POSTHASTE_RELAY_ROUTES': f"sink.test=127.0.0.1:{scene['sink']},p.test=127.0.0.1:{scene['postfix']}",
    })
    jdk = subprocess.run(['bash', '.mvn/find-jdk'], cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout.decode().strip()
    with open(os.path.join(LOGS, 'server.log'), 'wb') as output:
        server = subprocess.Popen(
            [os.path.join(jdk, 'bin', 'java'), '-Xmx768m', '-jar', os.path.join(TARGET, 'quarkus-app', 'quarkus-run.jar')],
            env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
    try:
        said = wait_until_ready(server)
        scene['ports'] = json.loads(re.search(r'^ready (\{.*\})', said, re.MULTILINE).group(1))
        scene['key'] = re.search(r'ph_live_\w+', said).group()
        scene.update(certificates(place))
        path = os.path.join(place, 'scene.json')
        with open(path, 'w', encoding='utf-8') as file:
            json.dump(scene, file)
        furnish(path)
        return path, server
    except BaseException:
        server.kill()
        raise


def furnish(path):
    sys.path.insert(0, HERE)
    from scene import Scene
    scene = Scene(path)
    scene.post('/domains', {'name': 'a.test'})
    with open(scene.chain) as chain, open(scene.private_key) as key:
        scene.post('/certificates', {'chain': chain.read(), 'private_key': key.read()})


def wait_until_ready(server):
    end = time.monotonic() + STARTUP_SECONDS
    path = os.path.join(LOGS, 'server.log')
    while time.monotonic() < end and server.poll() is None:
        with open(path, encoding='utf-8', errors='replace') as output:
            said = output.read()
        if re.search(r'^ready \{.*\}', said, re.MULTILINE):
            return said
        time.sleep(0.1)
    sys.exit(f'the server did not start, see {path}')


def free_port():
    with socket.socket() as one:
        one.bind(('127.0.0.1', 0))
        return one.getsockname()[1]


def certificates(place):
    """Creates a CA and a server certificate from it for `localhost` and `mail.a.test`."""
    def path(name):
        return os.path.join(place, name)

    def openssl(*arguments):
        subprocess.run(['openssl', *arguments], check=True, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30',
            '-subj', '/CN=Test CA', '-keyout', path('ca.key'), '-out', path('ca.pem'))
    openssl('req', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=mail.a.test',
            '-keyout', path('server.key'), '-out', path('server.csr'))
    with open(path('extensions'), 'w') as extensions:
        extensions.write('subjectAltName=DNS:localhost,DNS:mail.a.test\nextendedKeyUsage=serverAuth\n'
                         'basicConstraints=CA:FALSE\nkeyUsage=digitalSignature,keyEncipherment\n')
    openssl('x509', '-req', '-in', path('server.csr'), '-CA', path('ca.pem'), '-CAkey', path('ca.key'),
            '-CAcreateserial', '-days', '30', '-extfile', path('extensions'), '-out', path('server.pem'))
    return {'ca': path('ca.pem'), 'chain': path('server.pem'), 'private_key': path('server.key')}


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))

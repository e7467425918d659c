"""OfflineIMAP: a Maildir and an account, changes on both sides."""
import glob
import os

from scene import body, drive, make_message, run, same

CONFIGURATION = '''
[general]
accounts = one
metadata = {place}/state
ui = basic
socktimeout = 30

[Account one]
localrepository = here
remoterepository = there

[Repository here]
type = Maildir
localfolders = {place}/mail

[Repository there]
type = IMAP
remotehost = localhost
remoteport = {port}
remoteuser = {user}
remotepass = {password}
ssl = {tls}
starttls = {starttls}
sslcacertfile = {ca}
'''


def use(scene):
    address = scene.account('offlineimap')
    place = scene.folder('offlineimap')
    mine = [make_message(address, address, f'number {number} ✓') for number in range(5)]
    scene.append(address, *mine)

    def sync(listener, tls):
        rc = scene.file('offlineimap/rc', CONFIGURATION.format(
            place=place, port=scene.ports[listener], user=address, password=scene.password, ca=scene.ca,
            tls='yes' if tls else 'no', starttls='no' if tls else 'yes'))
        run('offlineimap', '-c', rc, '-o', '-1')

    def here(folder):
        return sorted(glob.glob(f'{place}/mail/{folder}/cur/*') + glob.glob(f'{place}/mail/{folder}/new/*'))

    sync('imaps', True)
    got = {file: open(file, 'rb').read() for file in here('INBOX')}
    for one, other in zip(sorted(map(body, got.values())), sorted(mine)):
        same(one, other, 'fetched')
    assert len(got) == len(mine), got.keys()

    first, second = list(got)[:2]
    os.rename(first, f"{place}/mail/INBOX/cur/{os.path.basename(first).partition(':2,')[0]}:2,FRS")
    os.remove(second)
    for part in ('cur', 'new', 'tmp'):
        os.makedirs(f'{place}/mail/Jahr 2026/{part}')
    written = make_message(address, address, 'written here')
    with open(f'{place}/mail/Jahr 2026/cur/1700000000_0.1.here:2,S', 'wb') as file:
        file.write(written.replace(b'\r\n', b'\n'))
    scene.append(address, make_message(address, address, 'from elsewhere'))
    sync('imap', False)
    sync('imap', False)
    there = scene.messages(address)
    assert len(there) == 5 and len(here('INBOX')) == 5, there
    assert sum({'\\Flagged', '\\Answered', '\\Seen'} <= set(message['flags']) for message in there) == 1, there
    created, = scene.messages(address, 'Jahr 2026')
    assert '\\Seen' in created['flags'] and len(here('Jahr 2026')) == 1
    return 'fetches and compares octets by TLS; by STARTTLS flags, a deletion, a new folder and message both ways'


drive('offlineimap3', 'offlineimap', 'apt-get install offlineimap3', ['offlineimap', '--version'], use)

"""mbsync: uploads 2,000 messages from one Maildir and downloads them into another; then changes on both sides."""
import os

from scene import drive, make_message, run

COUNT = 2000
# Folder names on disk are in modified UTF-7: this one is "Wörk".
WORK = 'W&APY-rk'
CONFIGURATION = '''
FSync no

IMAPAccount there
Host localhost
Port {port}
User {user}
Pass "{password}"
SSLType {tls}
CertificateFile {ca}

IMAPStore there
Account there

MaildirStore here
Path {mail}/
Inbox {mail}/INBOX
SubFolders Verbatim

Channel both
Far :there:
Near :here:
Patterns *
Create Both
Remove Both
Expunge Both
SyncState *
'''


def use(scene):
    address = scene.account('mbsync')
    one, two = (Side(scene, address, *side) for side in (('one', 'IMAPS', 'imaps'), ('two', 'STARTTLS', 'imap')))
    for number in range(COUNT):
        one.write('INBOX', number, make_message(address, address, f'number {number}', attachment=b''))
    one.sync()
    two.sync()
    assert len(two.subjects('INBOX')) == COUNT
    assert two.subjects('INBOX') == one.subjects('INBOX')

    for number in range(0, 100):
        one.flag(f'number {number}', 'FS')
        two.flag(f'number {number + 100}', 'RS')
    for number in range(200, 300):
        one.delete(f'number {number}')
        two.delete(f'number {number + 100}')
    for number in range(COUNT, COUNT + 50):
        one.write('INBOX', number, make_message(address, address, f'number {number}', attachment=b''))
        two.write(WORK, number + 50, make_message(address, address, f'number {number + 50}'))
    scene.append(address, make_message(address, address, 'from elsewhere'), flags='\\Flagged')
    for side in (one, two, one):
        side.sync()
    expected = {f'number {n}': '' for n in range(COUNT + 50) if not 200 <= n < 400}
    expected.update({f'number {n}': 'FS' for n in range(100)})
    expected.update({f'number {n}': 'RS' for n in range(100, 200)})
    expected['from elsewhere'] = 'F'
    for side in (one, two):
        found = side.subjects('INBOX')
        assert found == expected, sorted(set(found.items()) ^ set(expected.items()))[:5]
        assert len(side.subjects(WORK)) == 50
    there = scene.messages(address)
    assert len(there) == len(expected), len(there)
    assert sum('\\Answered' in message['flags'] for message in there) == 100
    assert sum('\\Flagged' in message['flags'] for message in there) == 101
    return f'{COUNT} messages up by TLS and down by STARTTLS, then flags, deletions, new messages, folders on both sides'


class Side:
    """A Maildir and the configuration that synchronises it with the account."""

    def __init__(self, scene, address, name, tls, listener):
        self.mail = scene.folder('mbsync/' + name)
        self.folder('INBOX')
        self.settings = scene.file(f'mbsync/{name}.rc', CONFIGURATION.format(
            port=scene.ports[listener], user=address, password=scene.password, tls=tls, ca=scene.ca, mail=self.mail))

    def folder(self, name):
        for part in ('cur', 'new', 'tmp'):
            os.makedirs(os.path.join(self.mail, name, part), exist_ok=True)

    def sync(self):
        run('mbsync', '-q', '-c', self.settings, '-a')

    def write(self, folder, number, octets):
        self.folder(folder)
        with open(os.path.join(self.mail, folder, 'cur', f'{number}.one.here:2,'), 'wb') as file:
            file.write(octets.replace(b'\r\n', b'\n'))

    def files(self, folder):
        """The path of each message by its subject."""
        found = {}
        for part in ('cur', 'new'):
            for entry in os.scandir(os.path.join(self.mail, folder, part)):
                with open(entry, 'rb') as file:
                    subject = next(line for line in file if line.startswith(b'Subject: '))
                found[subject[9:].decode().strip()] = entry.path
        return found

    def subjects(self, folder):
        """The flags of each message by its subject."""
        return {subject: path.partition(':2,')[2] for subject, path in self.files(folder).items()}

    def flag(self, subject, letters):
        path = self.known(subject)
        os.rename(path, os.path.join(self.mail, 'INBOX', 'cur', os.path.basename(path).partition(':2,')[0] + ':2,' + letters))

    def delete(self, subject):
        os.remove(self.known(subject))

    def known(self, subject):
        if not hasattr(self, 'index'):
            self.index = self.files('INBOX')
        return self.index[subject]


drive('mbsync', 'mbsync', 'apt-get install isync', ['mbsync', '--version'], use)

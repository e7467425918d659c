"""getmail6: IMAP and POP3, each message into a file."""
import glob
import os

from scene import body, drive, make_message, run, same

CONFIGURATION = '''
[retriever]
type = {kind}
server = localhost
port = {port}
username = {user}
password = {password}
ca_certs = {ca}
{more}

[destination]
type = MDA_external
path = /bin/sh
arguments = ('-c', 'cat > {place}/new.$$')
allow_root_commands = true

[options]
read_all = true
delete = {delete}
delivered_to = false
received = false
'''

OWN_FIELD = b'X-getmail-retrieved-from-mailbox: INBOX\r\n'


def use(scene):
    address = scene.account('getmail')
    place = scene.folder('getmail')
    mine = make_message(address, address)
    scene.append(address, mine)

    def get(kind, listener, delete, more=''):
        rc = scene.file('getmail/getmailrc', CONFIGURATION.format(
            kind=kind, port=scene.ports[listener], user=address, password=scene.password, ca=scene.ca, place=place,
            delete=str(delete).lower(), more=more))
        run('getmail', '--getmaildir', place, '--rcfile', rc)
        found = glob.glob(f'{place}/new.*')
        contents = [open(path, 'rb').read() for path in found]
        for path in found:
            os.remove(path)
        return contents

    scene.append(address, make_message(address, address, 'sorted'), folder='Archive')
    for kind, listener in (('SimpleIMAPSSLRetriever', 'imaps'), ('SimplePOP3SSLRetriever', 'pop3s')):
        one, = get(kind, listener, False)
        same(body(one).replace(OWN_FIELD, b''), mine, kind)
    assert len(get('SimpleIMAPSSLRetriever', 'imaps', True, "mailboxes = ('INBOX', 'Archive')")) == 2
    assert scene.messages(address) == [] and scene.messages(address, 'Archive') == []
    scene.append(address, mine)
    assert len(get('SimplePOP3SSLRetriever', 'pop3s', True)) == 1
    assert scene.messages(address) == []
    return 'IMAP and POP3 by TLS: compares octets, several folders, keeps and deletes'


drive('getmail6', 'getmail', 'apt-get install getmail6', ['getmail', '--version'], use)

"""fetchmail: IMAP and POP3 by TLS and STARTTLS, and IDLE."""
import glob
import os
import subprocess
import sys

from scene import body, drive, make_message, run, same, until

# fetchmail passes each message to this program, which writes its octets unchanged to a separate file.
DELIVERY = '''
import os, sys
name = f'{sys.argv[1]}/{os.getpid()}'
with open(name + '.part', 'wb') as file:
    file.write(sys.stdin.buffer.read())
os.rename(name + '.part', name + '.eml')
'''


def use(scene):
    address = scene.account('fetchmail')
    mine = make_message(address, address)
    scene.append(address, mine)
    folder = scene.folder('fetchmail')
    program = scene.file('fetchmail/delivery.py', DELIVERY)

    def command(protocol, listener, options, more=''):
        rc = scene.file('fetchmail/rc', f'''
            poll localhost protocol {protocol} port {scene.ports[listener]} uidl
            user "{address}" password "{scene.password}" {options} sslcertck sslcertfile "{scene.ca}"
            mda "{sys.executable} {program} {folder}" {more}
            '''.replace(' uidl\n', ' uidl\n' if protocol == 'pop3' else '\n'))
        return ['fetchmail', '--nodetach', '--nosyslog', '-v', '--fetchmailrc', rc,
                '--pidfile', f'{folder}/pid', '--idfile', f'{folder}/{listener}.ids']

    def fetched():
        found = glob.glob(f'{folder}/*.eml')
        contents = [open(path, 'rb').read() for path in found]
        for path in found:
            os.remove(path)
        return contents

    for protocol, listener, options in (('imap', 'imaps', 'ssl'), ('imap', 'imap', "sslproto 'TLS1.2+'"),
                                        ('pop3', 'pop3s', 'ssl'), ('pop3', 'pop3', "sslproto 'TLS1.2+'")):
        run(*command(protocol, listener, options, 'fetchall keep'))
        one, = fetched()
        same(body(one), mine, listener)
    assert '\\Seen' in scene.messages(address)[0]['flags']
    run(*command('imap', 'imaps', 'ssl', 'fetchall nokeep'))
    assert len(fetched()) == 1 and scene.messages(address) == []
    scene.append(address, mine)
    run(*command('pop3', 'pop3s', 'ssl', 'nokeep'))
    assert len(fetched()) == 1 and scene.messages(address) == []

    idle = subprocess.Popen(command('imap', 'imaps', 'ssl', 'idle nokeep'), stdin=subprocess.DEVNULL,
                            stdout=open(f'{folder}/log', 'wb'), stderr=subprocess.STDOUT)
    try:
        until(lambda: b'IDLE' in open(f'{folder}/log', 'rb').read(), 'IDLE')
        scene.append(address, mine)
        until(lambda: fetched(), 'the message that came during IDLE')
    finally:
        idle.terminate()
        idle.wait()
        print(open(f'{folder}/log').read())
    return 'IMAP and POP3 by TLS and STARTTLS: compares octets, keeps and deletes; fetches on IDLE'


drive('fetchmail', 'fetchmail', 'apt-get install fetchmail', ['fetchmail', '--version'], use)

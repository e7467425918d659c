"""dkimpy: a message that is relayed to another host verifies with the key that its domain publishes."""
import json
import socket
import subprocess
import threading

from scene import body, drive, make_message, run, same, skip, until

# python3-dkim is installed for Debian's Python, which need not be the Python that runs this.
PYTHON = '/usr/bin/python3'
VERIFY = '''
import dkim, json, sys
records = json.loads(sys.argv[1])
def published(name, timeout=5):
    return records[name.decode().rstrip('.')].encode()
for changed in (False, True):
    mail = open(sys.argv[2], 'rb').read()
    mail = mail.replace(b'From the other side', b'From another side') if changed else mail
    for index in (0, 1):
        try:
            verified = dkim.DKIM(mail).verify(idx=index, dnsfunc=published)
        except dkim.ValidationError:
            verified = False
        assert verified != changed, (changed, index)
'''


def use(scene):
    if subprocess.run([PYTHON, '-c', 'import dkim'], stderr=subprocess.DEVNULL).returncode:
        skip('dkimverify', 'apt-get install python3-dkim')
    address = scene.account('dkimverify')
    got = []
    threading.Thread(target=receive, args=(scene.sink, got), daemon=True).start()
    mine = make_message(address, 'someone@sink.test')
    run('curl', '-sS', '--ssl-reqd', '--cacert', scene.ca, '-u', f'{address}:{scene.password}',
        '--mail-from', address, '--mail-rcpt', 'someone@sink.test', '-T', scene.file('dkim.eml', mine),
        f"smtp://localhost:{scene.ports['submission']}")
    until(lambda: got, 'the message at the sink')
    same(body(got[0][got[0].index(b'\r\nFrom:') + 2:]), mine, 'relayed')
    records = {record['name']: record['value'] for record in scene.get('/domains/a.test')['records']
               if '._domainkey.' in record['name']}
    run(PYTHON, '-c', VERIFY, json.dumps(records), scene.file('relayed.eml', got[0]))
    return 'both signatures (RSA and Ed25519) of a relayed message verify; with one word changed neither does'


def receive(port, got):
    """A minimal MX that accepts one message."""
    with socket.create_server(('127.0.0.1', port)) as listener:
        session, _ = listener.accept()
        with session, session.makefile('rwb', buffering=0) as lines:
            lines.write(b'220 sink.test\r\n')
            while line := lines.readline():
                verb = line[:4].upper()
                lines.write({b'DATA': b'354 go on\r\n', b'QUIT': b'221 bye\r\n'}.get(verb, b'250 ok\r\n'))
                if verb == b'DATA':
                    content = []
                    while (line := lines.readline()) != b'.\r\n':
                        content.append(line[1:] if line.startswith(b'.') else line)
                    got.append(b''.join(content))
                    lines.write(b'250 taken\r\n')


drive('dkimverify', PYTHON, 'apt-get install python3-dkim',
      ['dpkg-query', '-W', '-f', '${Version}', 'python3-dkim'], use)

"""msmtp: submission by TLS and STARTTLS."""
from scene import SUBJECT, body, drive, make_message, run, same

CONFIGURATION = '''
defaults
tls on
tls_trust_file {ca}
auth on
host localhost
from {user}
user {user}
password {password}

account starttls
port {submission}

account implicit
port {submissions}
tls_starttls off

account login
port {submission}
auth login

account wrong
port {submission}
password wrong
'''
UNAVAILABLE_SERVICE_OR_LOGIN = 77
NO_PERMISSION_AFTER_RCPT = 65


def use(scene):
    address = scene.account('msmtp')
    rc = scene.file('msmtprc', CONFIGURATION.format(
        ca=scene.ca, user=address, password=scene.password, **scene.ports))
    mine = make_message(address, address)
    for account in ('starttls', 'implicit', 'login'):
        run('msmtp', '-C', rc, '-a', account, '-t', input=mine.replace(b'\r\n', b'\n'))
    there = scene.messages(address)
    assert len(there) == 3, there
    for message in there:
        assert message['subject'] == SUBJECT
        same(body(scene.raw(address, message)), mine, 'received')
    run('msmtp', '-C', rc, '-a', 'wrong', '-t', input=mine, expect=UNAVAILABLE_SERVICE_OR_LOGIN)
    run('msmtp', '-C', rc, '-a', 'starttls', 'nobody@a.test', input=mine, expect=None)
    output = run('msmtp', '-C', rc, '-a', 'starttls', '--serverinfo')
    assert 'PIPELINING' in output and 'SIZE' in output and 'CN=mail.a.test' in output
    return 'submission by TLS and STARTTLS, PLAIN and LOGIN, octets compared; wrong password and recipient refused'


drive('msmtp', 'msmtp', 'apt-get install msmtp', ['msmtp', '--version'], use)

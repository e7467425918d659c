"""swaks: submission with attachments, every login mechanism, refusals, and that an MX does not relay."""
from scene import ATTACHMENT, drive, run, skip
import subprocess

REFUSED_LOGIN = 28
REFUSED_RECIPIENT = 24


def use(scene):
    if subprocess.run(['perl', '-MNet::SSLeay', '-e', '1'], stderr=subprocess.DEVNULL).returncode:
        skip('swaks', 'apt-get install libnet-ssleay-perl')
    address = scene.account('swaks')
    attachment = scene.file('swaks.bin', ATTACHMENT)

    def swaks(listener, *arguments, recipient=address, **options):
        return run('swaks', '--server', 'localhost', '--port', str(scene.ports[listener]), '--from', address,
                   '--to', recipient, *arguments, **options)

    trust = ['--tls-verify', '--tls-ca-path', scene.ca]
    login = ['-au', address, '-ap', scene.password]
    for number, mechanism in enumerate(('PLAIN', 'LOGIN')):
        for listener, tls in (('submission', '-tls'), ('submissions', '-tlsc')):
            subject = f'{mechanism} {listener}'
            said = swaks(listener, tls, *trust, '-a', mechanism, *login, '--header', 'Subject: ' + subject,
                         '--attach', '@' + attachment, '--body', 'Grüße\n.\n..\n')
            assert 'TLS started with cipher TLSv1.3' in said and '250 2.0.0' in said
            raw = scene.raw(address, scene.arrived(address, subject))
            assert b'with ESMTPSA' in raw and b'\r\n.\r\n..\r\n' in raw, raw[:2000]
    swaks('submission', '-tls', *trust, '-au', address, '-ap', 'wrong', expect=REFUSED_LOGIN)
    swaks('submission', '-tls', *trust, expect=None)
    swaks('mx', '-tls', *trust, recipient='someone@elsewhere.test', expect=REFUSED_RECIPIENT)
    swaks('mx', '-tls', *trust, '--pipeline', '--header', 'Subject: by MX')
    scene.arrived(address, 'by MX')
    return 'submission with PLAIN and LOGIN by TLS and STARTTLS, attachment; wrong password, no login, relaying refused'


drive('swaks', 'swaks', 'apt-get install swaks libnet-ssleay-perl', ['swaks', '--version'], use)

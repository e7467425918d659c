"""openssl s_client: verifies the certificate of each port against its names and against another name."""
from scene import drive, run

STARTTLS = {'submission': 'smtp', 'mx': 'smtp', 'imap': 'imap', 'pop3': 'pop3'}
RENEGOTIATE = b'R\n'
IMPLICIT = ('submissions', 'imaps', 'pop3s')


def use(scene):
    for listener in (*IMPLICIT, *STARTTLS):
        start = ['-starttls', STARTTLS[listener]] if listener in STARTTLS else []

        def connect(name, verify, *more, say=b'', **options):
            return run('openssl', 's_client', '-connect', f'127.0.0.1:{scene.ports[listener]}', '-servername', name,
                       '-CAfile', scene.ca, '-verify_return_error', '-verify_hostname', verify, *start, *more,
                       input=say, **options)

        for name in ('mail.a.test', 'localhost'):
            assert 'Verify return code: 0 (ok)' in connect(name, name)
        connect('mail.a.test', 'other.test', expect=None)
        assert 'TLSv1.2' in connect('mail.a.test', 'mail.a.test', '-tls1_2')
        assert 'TLSv1.3' in connect('mail.a.test', 'mail.a.test', '-tls1_3')
        output = connect('mail.a.test', 'mail.a.test', '-tls1_2', say=RENEGOTIATE, expect=None)
        assert 'RENEGOTIATING' in output and 'alert handshake failure' in output
    return f'{len(IMPLICIT)} ports with TLS and {len(STARTTLS)} with STARTTLS: names checked, TLS 1.2 and 1.3; no renegotiation'


drive('openssl s_client', 'openssl', 'apt-get install openssl', ['openssl', 'version'], use)

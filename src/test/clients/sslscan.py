"""sslscan: the protocols and ciphers that each port accepts."""
import xml.etree.ElementTree

from scene import drive, run

STARTTLS = {'submission': 'smtp', 'mx': 'smtp', 'imap': 'imap', 'pop3': 'pop3'}
WEAK = ('NULL', 'EXP', 'RC4', 'DES', 'MD5', 'anon', 'ADH', 'IDEA', 'SEED')


def use(scene):
    for listener in ('submissions', 'imaps', 'pop3s', *STARTTLS):
        start = [f'--starttls-{STARTTLS[listener]}'] if listener in STARTTLS else []
        result = f'{scene.place}/sslscan-{listener}.xml'
        run('sslscan', '--no-colour', '--no-heartbleed', '--no-groups', '--timeout=1', f'--xml={result}', *start,
            '--sni-name=mail.a.test', f'127.0.0.1:{scene.ports[listener]}')
        scan = xml.etree.ElementTree.parse(result).getroot().find('ssltest')
        enabled = {one.get('type') + one.get('version') for one in scan.iter('protocol') if one.get('enabled') == '1'}
        assert enabled == {'tls1.2', 'tls1.3'}, (listener, enabled)
        ciphers = [one for one in scan.iter('cipher')]
        assert len({one.get('sslversion') for one in ciphers}) == 2, listener
        for cipher in ciphers:
            assert int(cipher.get('bits')) >= 128 and not any(word in cipher.get('cipher') for word in WEAK), (
                listener, cipher.attrib)
            assert cipher.get('cipher').startswith(('TLS_', 'ECDHE-', 'DHE-')), (listener, cipher.attrib)
            assert 'GCM' in cipher.get('cipher') or 'POLY1305' in cipher.get('cipher'), (listener, cipher.attrib)
    return '7 ports: TLS 1.2 and 1.3 alone, forward secrecy and authenticated encryption alone'


drive('sslscan', 'sslscan', 'apt-get install sslscan', ['sslscan', '--version'], use)

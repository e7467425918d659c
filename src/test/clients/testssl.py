"""testssl.sh: the findings on each port; takes minutes."""
import json

from scene import ANY, drive, run

STARTTLS = {'submission': 'smtp', 'imap': 'imap', 'pop3': 'pop3'}
# Findings that are inevitable with the CA of a test and without the Internet.
EXPECTED = ('cert_', 'OCSP', 'DNS_CAA', 'overall_grade', 'grade_cap', 'engine_problem', 'scanProblem', 'id', 'host_certificate')


def use(scene):
    for listener in ('imaps', 'submissions', 'pop3s', *STARTTLS):
        start = ['--starttls', STARTTLS[listener]] if listener in STARTTLS else []
        result = f'{scene.place}/testssl-{listener}.json'
        run('testssl', '--quiet', '--color', '0', '--warnings', 'batch', '--nodns', 'none', '--ip', '127.0.0.1',
            '--add-ca', scene.ca, '--protocols', '--std', '--fs', '--server-defaults', '--vulnerable',
            '--jsonfile', result, *start, f'mail.a.test:{scene.ports[listener]}', expect=ANY)
        with open(result, encoding='utf-8') as file:
            findings = json.load(file)
        assert any(finding['id'] == 'TLS1_3' and finding['severity'] == 'OK' for finding in findings), findings
        bad = [finding for finding in findings if finding['severity'] in ('LOW', 'MEDIUM', 'HIGH', 'CRITICAL')
               and not finding['id'].startswith(EXPECTED)]
        assert not bad, (listener, bad)
    return '6 ports: protocols, ciphers, forward secrecy and known vulnerabilities without a finding'


drive('testssl.sh', 'testssl', 'apt-get install testssl.sh', ['testssl', '--version'], use)

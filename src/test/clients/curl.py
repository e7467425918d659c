"""curl: SMTP, IMAP and POP3, each over TLS and by STARTTLS."""
from scene import SUBJECT, body, drive, make_message, run, same

WRONG_NAME = 60
LOGIN_DENIED = 67


def use(scene):
    address = scene.account('curl')
    port, user = scene.ports, address + ':' + scene.password
    mine = make_message(address, address)
    file = scene.file('curl.eml', mine)

    def curl(*arguments, **options):
        return run('curl', '-sS', '-m', '30', '--ssl-reqd', '--cacert', scene.ca, '-u', user, *arguments, **options)

    def fetch(url, number):
        path = f'{scene.place}/curl.out{number}'
        curl('-o', path, url)
        with open(path, 'rb') as got:
            return got.read()

    envelope = ['--mail-from', address, '--mail-rcpt', address, '-T', file]
    curl(*envelope, f"smtp://localhost:{port['submission']}/client.test")
    curl(*envelope, f"smtps://localhost:{port['submissions']}/client.test")
    curl(*envelope, '--login-options', 'AUTH=LOGIN', f"smtp://localhost:{port['submission']}")
    run('curl', '-sS', '-m', '30', '--ssl-reqd', '--cacert', scene.ca, '-u', address + ':wrong', *envelope,
        f"smtp://localhost:{port['submission']}", expect=LOGIN_DENIED)
    urls = [f"imap://localhost:{port['imap']}/INBOX;MAILINDEX=1", f"imaps://localhost:{port['imaps']}/INBOX;UID=1",
            f"pop3://localhost:{port['pop3']}/1", f"pop3s://localhost:{port['pop3s']}/1"]
    for number, url in enumerate(urls):
        same(body(fetch(url, number)), mine, url)

    imaps = f"imaps://localhost:{port['imaps']}/"
    curl('-T', file, imaps + 'Drafts')
    same(fetch(imaps + 'Drafts;UID=1', 4), mine, 'APPEND')
    curl('-X', 'CREATE "Year 2026"', imaps)
    curl('-X', 'RENAME "Year 2026" Years', imaps)
    curl('-X', 'SUBSCRIBE Years', imaps)
    assert '"/" Years' in curl('-X', 'LSUB "" *', imaps)
    curl('-X', 'UID STORE 2 +FLAGS (\\Flagged \\Answered)', imaps + 'INBOX')
    curl('-X', 'UID MOVE 2 Years', imaps + 'INBOX')
    moved = scene.messages(address, 'Years')
    assert len(moved) == 1 and {'\\Flagged', '\\Answered'} <= set(moved[0]['flags']), moved
    assert moved[0]['subject'] == SUBJECT, moved
    curl('-X', 'UID STORE 3 +FLAGS (\\Deleted)', imaps + 'INBOX')
    curl('-X', 'EXPUNGE', imaps + 'INBOX')
    curl('-X', 'DELE 1', '-I', f"pop3s://localhost:{port['pop3s']}/")
    assert scene.messages(address) == []

    there = f"mail.a.test:{port['imaps']}"
    curl('--resolve', there + ':127.0.0.1', f'imaps://{there}/')
    there = f"other.test:{port['imaps']}"
    curl('--resolve', there + ':127.0.0.1', f'imaps://{there}/', expect=WRONG_NAME)
    return 'SMTP, IMAP, POP3 by TLS and STARTTLS: sends, compares octets, flags, moves, deletes, folders, name check'


drive('curl', 'curl', 'apt-get install curl', ['curl', '--version'], use)

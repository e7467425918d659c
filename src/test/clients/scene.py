"""The test environment of a driver: the server's ports and names, accounts, messages, and checks on the server's side."""
import email.message
import email.policy
import imaplib
import json
import os
import re
import shutil
import ssl
import subprocess
import sys
import time
import traceback
import urllib.error
import urllib.parse
import urllib.request

SKIPPED = 77
PASSWORD = 'correct horse'
SUBJECT = 'Größe 3 — Привет ✓'
ATTACHMENT = bytes(range(256)) * 40
TIMEOUT_SECONDS = 30
# An expected exit code: any.
ANY = object()


class Scene:
    """One run of one driver; the runner (run.py) wrote the file that describes it."""

    password = PASSWORD
    host = 'localhost'

    def __init__(self, path):
        with open(path, encoding='utf-8') as file:
            facts = json.load(file)
        self.path = path
        self.place = facts['place']
        self.target = facts['target']
        self.root = facts['root']
        self.ports = facts['ports']
        self.key = facts['key']
        self.ca = facts['ca']
        self.chain = facts['chain']
        self.private_key = facts['private_key']
        self.sink = facts['sink']
        self.postfix = facts['postfix']

    def folder(self, name):
        """A new empty folder."""
        path = os.path.join(self.place, name)
        os.makedirs(path)
        return path

    def file(self, name, content):
        """Creates a file that only its owner may read, which some clients require for passwords; returns its path."""
        path = os.path.join(self.place, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), 'wb') as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        return path

    # --- REST

    def call(self, method, path, body=None):
        """Returns the status and the body of the response."""
        request = urllib.request.Request(
            f"http://localhost:{self.ports['http']}/v1{path}", method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={'Authorization': 'Bearer ' + self.key, 'Content-Type': 'application/json'})
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read()

    def get(self, path):
        status, body = self.call('GET', path)
        assert status == 200, (path, status, body)
        return json.loads(body)

    def post(self, path, body):
        status, answer = self.call('POST', path, body)
        assert status in (200, 201, 202), (path, status, answer)
        return json.loads(answer) if answer else {}

    def account(self, name):
        """Creates an account and returns its address."""
        address = name + '@a.test'
        self.post('/accounts', {'address': address, 'password': PASSWORD})
        return address

    def messages(self, address, folder='INBOX'):
        """The messages of a folder as listed by REST, oldest first."""
        found, page = [], ''
        while True:
            answer = self.get(f'/accounts/{address}/messages?folder={urllib.parse.quote(folder, safe="")}'
                              f'&page_size=100{page}')
            found += answer['messages']
            if not answer.get('next_page_token'):
                return found[::-1]
            page = '&page_token=' + urllib.parse.quote(answer['next_page_token'])

    def raw(self, address, message):
        """The octets of a message that {@code messages} listed."""
        status, body = self.call('GET', f"/accounts/{address}/messages/{message['id']}/raw")
        assert status == 200, (status, body)
        return body

    def folders(self, address):
        return {folder['name'] for folder in self.get(f'/accounts/{address}/folders')['folders']}

    def arrived(self, address, subject, folder='INBOX'):
        """Waits for the message with that subject."""
        return until(lambda: [one for one in self.messages(address, folder) if one['subject'] == subject],
                     f'{subject!r} in {folder} of {address}')[0]

    # --- IMAP, with Python's imaplib

    def tls(self):
        return ssl.create_default_context(cafile=self.ca)

    def imap(self, address):
        session = imaplib.IMAP4_SSL('localhost', self.ports['imaps'], ssl_context=self.tls())
        session.login(address, PASSWORD)
        return session

    def append(self, address, *messages, folder='INBOX', flags=''):
        session = self.imap(address)
        for message in messages:
            assert session.append(folder, flags, None, message)[0] == 'OK'
        session.logout()


def make_message(sender, recipient, subject=SUBJECT, attachment=ATTACHMENT):
    """The octets of a message with a non-ASCII subject, a line of dots, and a binary attachment."""
    message = email.message.EmailMessage(policy=email.policy.SMTP)
    message['From'], message['To'], message['Subject'] = sender, recipient, subject
    message['Date'] = 'Tue, 24 Nov 2026 08:00:00 +0000'
    message['Message-ID'] = f'<{time.monotonic_ns()}@clients.test>'
    message.set_content('Grüße\n.\n..\nFrom the other side\n')
    if attachment:
        message.add_attachment(attachment, maintype='application', subtype='octet-stream', filename='größe.bin')
    return message.as_bytes()


def body(octets):
    """A message without the trace fields above `From:`, with CRLF line ends."""
    octets = octets.replace(b'\r\n', b'\n').replace(b'\n', b'\r\n')
    begin = 0 if octets.startswith(b'From:') else octets.index(b'\r\nFrom:') + 2
    return octets[begin:]


def same(one, other, what):
    """Fails at the first difference."""
    if one != other:
        at = next((i for i, (a, b) in enumerate(zip(one, other)) if a != b), min(len(one), len(other)))
        raise AssertionError(f'{what}: differs at octet {at} of {len(one)}/{len(other)}: '
                             f'{one[max(0, at - 40):at + 40]!r} is not {other[max(0, at - 40):at + 40]!r}')


def until(question, what, seconds=TIMEOUT_SECONDS):
    """Polls until the result is true, and returns it."""
    end = time.monotonic() + seconds
    while True:
        answer = question()
        if answer:
            return answer
        if time.monotonic() > end:
            raise AssertionError(f'not within {seconds} s: {what}')
        time.sleep(0.05)


def run(*command, expect=0, **options):
    """Runs a program, fails unless it exits with `expect` (None: any but 0; ANY), and returns its output."""
    print('$', ' '.join(command), flush=True)
    options = {'stdin': subprocess.DEVNULL, 'timeout': 300, **options}
    if 'input' in options:
        del options['stdin']
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options)
    text = done.stdout.decode(errors='replace')
    print(text, flush=True)
    as_expected = expect is ANY or (done.returncode != 0 if expect is None else done.returncode == expect)
    assert as_expected, (
        f'{command[0]} ended with {done.returncode}: {text.strip()[-300:]!r}')
    return text


def skip(client, how):
    print(f'== {client}\t\tnot installed: {how}')
    sys.exit(SKIPPED)


def drive(client, program, install, version, use):
    """The main function of a driver: the first number in the output of `version` is the version; `use` returns a summary."""
    if shutil.which(program) is None:
        skip(client, install)
    said = subprocess.run(version, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout
    found = re.search(r'\d+\.[\d.]*\d|\d{6,}', said.decode(errors='replace'))
    number = found.group() if found else '?'
    try:
        what = use(Scene(sys.argv[1]))
    except BaseException as failure:
        traceback.print_exc()
        print(f'== {client}\t{number}\t')
        print(f'{type(failure).__name__}: {failure}'.replace('\n', ' '))
        sys.exit(1)
    print(f'== {client}\t{number}\t{what}')

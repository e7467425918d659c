"""A minimal client of Marionette, the remote control protocol of Mozilla's programs."""
import json
import socket

from scene import until


class Marionette:
    """A session in which scripts run with chrome privileges."""

    def __init__(self, port):
        def connect():
            try:
                return socket.create_connection(('127.0.0.1', port), timeout=60)
            except OSError:
                return None
        self.socket = until(connect, f'Marionette on port {port}', 90)
        self.stream = self.socket.makefile('rb')
        self.number = 0
        self.receive()
        self.call('WebDriver:NewSession', {'capabilities': {'alwaysMatch': {'unhandledPromptBehavior': 'ignore'}}})
        self.call('Marionette:SetContext', {'value': 'chrome'})

    def receive(self):
        length = b''
        while (octet := self.stream.read(1)) != b':':
            assert octet, 'the program has ended'
            length += octet
        return json.loads(self.stream.read(int(length)))

    def call(self, command, parameters):
        self.number += 1
        text = json.dumps([0, self.number, command, parameters]).encode()
        self.socket.sendall(str(len(text)).encode() + b':' + text)
        _, _, error, value = self.receive()
        assert not error, (command, error)
        return value

    def script(self, body, *arguments):
        """Runs a script that may `await` and returns its value; its arguments are `given`."""
        asynchronous = ('const given = [...arguments], done = given.pop();'
                        f'(async () => {{ {body} }})().then(done, e => done({{failure: String(e)}}));')
        value = self.call('WebDriver:ExecuteAsyncScript', {
            'script': asynchronous, 'args': list(arguments), 'newSandbox': True, 'scriptTimeout': 60000})['value']
        assert not (isinstance(value, dict) and 'failure' in value), value
        return value

    def quit(self):
        self.call('Marionette:Quit', {'flags': ['eForceQuit']})

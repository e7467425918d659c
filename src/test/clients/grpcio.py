"""gRPC from Python: code that its protoc makes of our proto files sends, reads, moves and deletes."""
import glob
import os
import sys

from scene import ATTACHMENT, SUBJECT, drive, letter, run, same, skip

VERSION = '1.85.1'


def use(scene):
    place = os.path.join(scene.target, f'clients-grpcio-{VERSION}')
    python = os.path.join(place, 'bin', 'python')
    if os.environ.get('POSTHASTE_GRPCIO') != place:
        try:
            run(sys.executable, '-m', 'venv', place)
            run(python, '-m', 'pip', 'install', '-q', '--disable-pip-version-check', f'grpcio-tools=={VERSION}')
        except AssertionError:
            skip('grpcio', f'apt-get install python3-venv; pip install grpcio-tools=={VERSION}')
        protocol = os.path.join(scene.root, 'proto')
        generated = scene.folder('grpcio')
        run(python, '-m', 'grpc_tools.protoc', '-I', protocol, '--python_out', generated, '--grpc_python_out', generated,
            *glob.glob(f'{protocol}/posthaste/mail/v1/*.proto'))
        said = run(python, __file__, scene.path, env={**os.environ, 'POSTHASTE_GRPCIO': place, 'PYTHONPATH': generated})
        return said.strip().split('\t')[-1]
    return calls(scene)


def calls(scene):
    import grpc
    from posthaste.mail.v1 import (account_pb2, account_pb2_grpc, common_pb2, email_pb2, email_pb2_grpc, folder_pb2,
                                   folder_pb2_grpc, message_pb2, message_pb2_grpc)
    address = 'grpcio@a.test'
    me = {'account': address}
    keys = (('authorization', 'Bearer ' + scene.key),)
    with grpc.insecure_channel(f"localhost:{scene.ports['http']}") as channel:
        accounts = account_pb2_grpc.AccountServiceStub(channel)
        folders = folder_pb2_grpc.FolderServiceStub(channel)
        messages = message_pb2_grpc.MessageServiceStub(channel)
        emails = email_pb2_grpc.EmailServiceStub(channel)

        try:
            accounts.GetAccount(account_pb2.GetAccountRequest(**me))
            raise AssertionError('a call without a key was answered')
        except grpc.RpcError as refused:
            assert refused.code() == grpc.StatusCode.UNAUTHENTICATED, refused
        accounts.CreateAccount(account_pb2.CreateAccountRequest(address=address, password=scene.password), metadata=keys)
        work = folders.CreateFolder(folder_pb2.CreateFolderRequest(name='Wörk', **me), metadata=keys)
        sent = emails.SendEmail(email_pb2.SendEmailRequest(
            **{'from': common_pb2.Mailbox(address=address, name='Ähre')}, to=[common_pb2.Mailbox(address=address)],
            subject=SUBJECT, text='Grüße\n', request_id='once',
            attachments=[email_pb2.OutgoingAttachment(filename='größe.bin', content=ATTACHMENT)]), metadata=keys)
        assert emails.GetEmail(email_pb2.GetEmailRequest(id=sent.id), metadata=keys).subject == SUBJECT
        scene.arrived(address, SUBJECT)
        got = messages.ListMessages(message_pb2.ListMessagesRequest(folder='INBOX', **me), metadata=keys).messages[0]
        got = messages.GetMessage(message_pb2.GetMessageRequest(id=got.id, **me), metadata=keys)
        assert got.subject == SUBJECT and got.text.strip() == 'Grüße' and got.attachments[0].filename == 'größe.bin', got
        pieces = messages.GetAttachment(message_pb2.GetAttachmentRequest(id=got.id, part=got.attachments[0].part, **me),
                                        metadata=keys)
        same(b''.join(piece.data for piece in pieces), ATTACHMENT, 'attachment')
        changed = messages.UpdateMessage(message_pb2.UpdateMessageRequest(
            id=got.id, flags=message_pb2.FlagsChange(add=['\\Seen', '\\Flagged']), **me), metadata=keys)
        assert set(changed.flags) == {'\\Seen', '\\Flagged'}, changed.flags
        moved = messages.MoveMessage(message_pb2.MoveMessageRequest(id=got.id, folder=work.id, **me), metadata=keys)
        assert moved.folder_id == work.id, moved

        mine = letter(address, address, attachment=ATTACHMENT * 20)
        requests = [message_pb2.AppendMessageRequest(folder='INBOX', flags=['\\Draft'], **me)] + [
            message_pb2.AppendMessageRequest(raw=common_pb2.RawMessage(data=mine[at:at + 50_000]))
            for at in range(0, len(mine), 50_000)]
        put = messages.AppendMessage(iter(requests), metadata=keys)
        raw = messages.GetRawMessage(message_pb2.GetRawMessageRequest(id=put.id, **me), metadata=keys)
        same(b''.join(piece.data for piece in raw), mine, 'appended')
        messages.DeleteMessage(message_pb2.DeleteMessageRequest(id=put.id, **me), metadata=keys)
        try:
            messages.GetMessage(message_pb2.GetMessageRequest(id='msg_none', **me), metadata=keys)
            raise AssertionError('a message that is not there was read')
        except grpc.RpcError as refused:
            assert refused.code() in (grpc.StatusCode.NOT_FOUND, grpc.StatusCode.INVALID_ARGUMENT), refused
    return 'generated stubs: unary calls and streams both ways; sends, reads, compares octets, flags, moves, deletes'


drive('grpcio', sys.executable, 'apt-get install python3-venv', ['echo', VERSION], use)

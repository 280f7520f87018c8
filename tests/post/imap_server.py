"""A small IMAP4rev1 server with one folder: as much of RFC 3501 as reading a mailbox takes, spoken over a real socket.

It is not Dovecot: it knows LOGIN, EXAMINE, STATUS, UID SEARCH (UID and SINCE), UID FETCH and LOGOUT, and can drop the line.
"""

import re
import socketserver
import threading

USER, PASSWORD = "replies@ours.example", "pass word"


class Folder:
    """The mails of one folder, each with the number it got when it arrived. `cut_after` drops the line after so many."""

    def __init__(self):
        self.validity, self.mails, self.next_uid = 7, {}, 1
        self.fetched, self.cut_after, self.commands = [], None, []

    def arrive(self, mail):
        self.mails[self.next_uid] = mail if isinstance(mail, bytes) else mail.as_bytes()
        self.next_uid += 1

    def number_anew(self):
        """As after a restore: all mails stay, and none has the number it had."""
        mails = list(self.mails.values())
        self.validity, self.mails, self.next_uid = self.validity + 1, {}, 1
        for mail in mails:
            self.arrive(mail)

    def matching(self, criteria):
        if found := re.match(r"UID (\d+):\*", criteria):
            late = [uid for uid in self.mails if uid >= int(found[1])]
            return late or list(self.mails)[-1:]
        return list(self.mails)


class Connection(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        self.say("* OK ready")
        while line := self.rfile.readline().decode().strip():
            tag, command, *rest = line.split(" ", 2)
            self.server.folder.commands.append(command.upper())
            if not self.answer(tag, command.upper(), rest[0] if rest else ""):
                return

    def answer(self, tag, command, rest):
        folder, ends = self.server.folder, "OK done"
        if command == "CAPABILITY":
            self.say("* CAPABILITY IMAP4rev1")
        elif command == "LOGIN":
            ends = "OK in" if rest == f'"{USER}" "{PASSWORD}"' else "NO wrong name or password"
        elif command in {"SELECT", "EXAMINE"}:
            self.say(f"* {len(folder.mails)} EXISTS")
            ends = "OK [READ-ONLY] done"
        elif command == "STATUS":
            self.say(f'* STATUS "INBOX" (UIDVALIDITY {folder.validity})')
        elif command == "UID" and not self.of_uids(folder, rest):
            return False
        elif command == "LOGOUT":
            self.say("* BYE")
        self.say(f"{tag} {ends}")
        return command != "LOGOUT"

    def of_uids(self, folder, rest):
        what, _space, asked = rest.partition(" ")
        if what.upper() == "SEARCH":
            self.say("* SEARCH " + " ".join(map(str, folder.matching(asked.removeprefix("CHARSET US-ASCII ")))))
            return True
        uid = int(asked.split(" ")[0])
        if folder.cut_after is not None and len(folder.fetched) >= folder.cut_after:
            return False
        mail = folder.mails[uid]
        folder.fetched.append(uid)
        self.wfile.write(
            f"* {uid} FETCH (UID {uid} FLAGS () RFC822.SIZE {len(mail)} BODY[] {{{len(mail)}}}\r\n".encode()
        )
        self.wfile.write(mail + b")\r\n")
        return True


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address, daemon_threads = True, True


def serving():
    """A running server with an empty folder; whoever starts it shuts it down."""
    server = Server(("127.0.0.1", 0), Connection)
    server.folder = Folder()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return server

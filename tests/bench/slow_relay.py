"""slow_relay.py - a relay that takes RELAY_S for every letter, then keeps it:

    PYTHONPATH=tests/bench RELAY_S=1.5 python3 -m aiosmtpd -n -l 127.0.0.1:PORT \\
        -c slow_relay.Slow MAILDIR
"""
import asyncio
import os

from aiosmtpd.handlers import Mailbox


class Slow(Mailbox):
    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(float(os.environ["RELAY_S"]))
        return await super().handle_DATA(server, session, envelope)

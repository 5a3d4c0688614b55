"""Work that nobody asks for: due rungs fired, messages delivered, spent rows dropped, the self-test. Each
unit is one verb in one transaction; no worker sleeps, and every instant comes in with the act."""

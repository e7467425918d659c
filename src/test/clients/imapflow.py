"""npm's imapflow: see imapflow.mjs."""
from node import node

node('imapflow', '2.10.2')

"""npm's nodemailer: see nodemailer.mjs."""
from node import node

node('nodemailer', '10.6.0')

/** A certificate of `*.clips.example.com` for tests, signed by itself, from 1 January 2026 to 1 January 2027 (UTC). */
export const certificate = `-----BEGIN CERTIFICATE-----
MIIBZzCCAQ6gAwIBAgIBATAKBggqhkjOPQQDAjAcMRowGAYDVQQDDBFjbGlwcy5l
eGFtcGxlLmNvbTAeFw0yNjAxMDEwMDAwMDBaFw0yNzAxMDEwMDAwMDBaMBwxGjAY
BgNVBAMMEWNsaXBzLmV4YW1wbGUuY29tMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcD
QgAELQF+kkABTZ0nOi45AknU6wnAp0++fAyU2CaxHCz5qd2yTFhXxgDjouYZNJ52
kqLjAYwrN8eEiRGor+VKEu84+6NBMD8wHgYDVR0RBBcwFYITKi5jbGlwcy5leGFt
cGxlLmNvbTAdBgNVHQ4EFgQUYF7yQXpLOnOOvuqVbvqhHwfowecwCgYIKoZIzj0E
AwIDRwAwRAIgV0PuAORYoDqhF3spJRpvg9wFGFyrA8dNMHUcxWWH3yICIAJJIhiT
4WWGe1xeegYmVCt+dWazjDQn+Bsj3yGw/vSc
-----END CERTIFICATE-----
`;

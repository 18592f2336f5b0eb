/** Connections as a load balancer begins them: with the PROXY protocol's header, version 2, that says who the client is. */
import * as https from "node:https";
import * as net from "node:net";
import * as tls from "node:tls";

/** The header for a client's IPv4 address. */
export function proxyHeader(client: string): Buffer {
  const fixed = Buffer.from("0d0a0d0a000d0a515549540a2111000c", "hex");
  const addresses = Buffer.from([...client.split(".").map(Number), 192, 0, 2, 1]);
  return Buffer.concat([fixed, addresses, Buffer.from([0xc3, 0x50, 0x01, 0xbb])]);
}

/** A TLS connection of that client; errors come on the TLS socket. */
export function connectAs(
  client: string,
  address: string,
  port: number,
  alpn: "h2" | "http/1.1",
): tls.TLSSocket {
  const socket = net.connect({ host: address, port });
  socket.write(proxyHeader(client));
  const secure = tls.connect({ socket, rejectUnauthorized: false, ALPNProtocols: [alpn] });
  socket.on("error", (error) => secure.destroy(error));
  socket.on("close", () => secure.destroy());
  return secure;
}

/** An agent for HTTP/1.1 of one client. */
export function agentOf(client: string, address: string, port: number, sockets = 4): https.Agent {
  const agent = new https.Agent({ keepAlive: true, maxSockets: sockets });
  return Object.assign(agent, { createConnection: () => connectAs(client, address, port, "http/1.1") });
}

// Loaded before the program (node --import): writes every address that it or a child process connects to, looks up or sends to.
import { appendFileSync } from "node:fs";
import dgram from "node:dgram";
import dns from "node:dns";
import net from "node:net";

const file = process.env.FASCICLE_SOCKET_RECORD;
const record = (kind, target) => appendFileSync(file, `${kind} ${target}\n`);

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const [first] = Array.isArray(args[0]) ? args[0] : args;
  record(
    "connect",
    typeof first === "object" && first !== null ? (first.path ?? `${first.host ?? "localhost"}:${first.port}`) : String(first),
  );
  return connect.apply(this, args);
};
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (...args) {
  this.once("listening", () => {
    const address = this.address();
    record("listen", typeof address === "string" ? address : `${address.address}:${address.port}`);
  });
  return listen.apply(this, args);
};
for (const name of ["lookup", "resolve", "resolve4", "resolve6"]) {
  for (const [owner, original] of [
    [dns, dns[name]],
    [dns.promises, dns.promises[name]],
  ]) {
    owner[name] = (host, ...rest) => {
      record("lookup", String(host));
      return original.call(owner, host, ...rest);
    };
  }
}
const send = dgram.Socket.prototype.send;
dgram.Socket.prototype.send = function (...args) {
  record("send", args.filter((argument) => typeof argument === "string" || typeof argument === "number").join(":"));
  return send.apply(this, args);
};
record("start", String(process.pid));

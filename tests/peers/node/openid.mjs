// A certified OpenID provider (panva's oidc-provider) on loopback, with its own login and consent forms and the claims of
// Swedish health care. Run: node openid.mjs. It says {"issuer": ...} and then obeys one order per line of stdin, each
// answered with one line; it ends with its stdin.
//   {"clock_s": N}                           its clock is N seconds ahead
//   {"ttl": {"AuthorizationCode": N, ...}}   begins anew with these lifetimes, seconds (all sessions are lost)
//   {"keys": "new"}                          begins anew with another key
//   {"at": "/token", "answer": "drop"}       ends the connection of whoever asks there
//   {"at": "/token", "answer": {"status": 503, "type": "text/html", "body": "..."}}
//   {"at": "/token", "answer": {"delay_s": N}}   its own answer, so much later
//   {"calm": true}                           answers everything itself again, at the right time
//   {"seen": true}                           answers which paths were asked for, in order, and begins a new list
import crypto from "node:crypto";
import http from "node:http";
import readline from "node:readline";
import { Provider } from "oidc-provider";

console.info = console.warn = () => {}; // it warns of its development forms; stdout is for answers
const person = {
  name: "Doktor Testsson",
  employeeHsaId: "SE2321000131-P000000123456",
  commissionHsaId: "SE2321000131-U000000000001",
  healthCareUnitHsaId: "SE2321000131-E000000000001",
};
const realNow = Date.now.bind(Date);
let aheadMs = 0;
Date.now = () => realNow() + aheadMs;

let key, provider, ttl = {}, seen = [];
const answers = new Map();

function newKey() {
  const { privateKey } = crypto.generateKeyPairSync("rsa", { modulusLength: 2048 });
  key = { ...privateKey.export({ format: "jwk" }), kid: crypto.randomUUID(), use: "sig", alg: "RS256" };
}

function begin() {
  provider = new Provider(issuer, {
    clients: [{
      client_id: "vardklient",
      token_endpoint_auth_method: "none",
      application_type: "native", // any port of loopback
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      redirect_uris: ["http://127.0.0.1/callback"],
    }],
    jwks: { keys: [key] },
    pkce: { required: () => true },
    scopes: ["openid", "offline_access"],
    claims: {
      openid: ["sub"],
      profile: ["name"],
      commission: ["employeeHsaId", "commissionHsaId", "healthCareUnitHsaId"],
    },
    features: {
      devInteractions: { enabled: true },
      revocation: { enabled: true },
      introspection: { enabled: true, allowedPolicy: () => true },
      rpInitiatedLogout: { enabled: true },
    },
    rotateRefreshToken: true,
    ttl: { AccessToken: 300, AuthorizationCode: 60, RefreshToken: 3600, IdToken: 300, Session: 3600, Grant: 3600,
      Interaction: 600, ...ttl },
    findAccount: async (context, id) => ({ accountId: id, claims: async () => ({ sub: id, ...person }) }),
    cookies: { keys: ["only for tests"] },
  });
}

const server = http.createServer((request, response) => {
  const path = request.url.split("?")[0];
  seen.push(path);
  const answer = answers.get(path);
  if (answer === "drop") return request.socket.destroy();
  if (answer?.delay_s) return setTimeout(() => provider.callback()(request, response), answer.delay_s * 1000);
  if (answer) {
    response.writeHead(answer.status ?? 200, { "content-type": answer.type ?? "application/json", ...answer.headers });
    return response.end(answer.body ?? "");
  }
  return provider.callback()(request, response);
});

function obey(order) {
  if (order.calm) {
    answers.clear();
    aheadMs = 0;
  }
  if ("clock_s" in order) aheadMs = order.clock_s * 1000;
  if ("ttl" in order) ttl = order.ttl;
  if (order.keys === "new") newKey();
  if ("ttl" in order || order.keys === "new") begin();
  if ("at" in order) answers.set(order.at, order.answer);
  if (!order.seen) return {};
  const told = { seen };
  seen = [];
  return told;
}

const say = (words) => process.stdout.write(JSON.stringify(words) + "\n");
let issuer;
server.listen(0, "127.0.0.1", () => {
  issuer = `http://127.0.0.1:${server.address().port}`;
  newKey();
  begin();
  say({ issuer });
  const lines = readline.createInterface({ input: process.stdin });
  lines.on("line", (line) => say(obey(JSON.parse(line))));
  lines.on("close", () => process.exit(0));
});

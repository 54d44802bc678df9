// A certified OpenID provider (panva's oidc-provider) over TLS, with the addresses that a tenant of Entra has, for MSAL.
// Run: node microsoft.mjs KEY CERTIFICATE TENANT. It says {"port": N} and then obeys one order per line of stdin, each
// answered with one line; it ends with its stdin.
//   {"ttl": {"AccessToken": N, ...}}            begins anew with these lifetimes, seconds (all sessions are lost)
//   {"at": "/token", "status": N, "body": "…"}   answers so to whoever asks there; {"at": "/token"} as usual again
//   {"seen": true}                              answers which paths were asked for, in order, and begins a new list
import fs from "node:fs";
import https from "node:https";
import readline from "node:readline";
import { Provider } from "oidc-provider";

console.info = console.warn = () => {}; // it warns of its development forms; stdout is for answers
const [key, cert, tenant] = process.argv.slice(2);
const prefix = `/${tenant}/v2.0`;
let issuer, provider, seen = [];
const answers = new Map();

function begin(ttl) {
  provider = new Provider(issuer, {
    clients: [{
      client_id: "vardklient",
      token_endpoint_auth_method: "none",
      application_type: "native", // any port of loopback
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      redirect_uris: ["http://localhost"],
    }],
    pkce: { required: () => true },
    scopes: ["openid", "offline_access", "Calendars.Read"],
    claims: { openid: ["sub"], profile: ["name", "preferred_username"] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: true } },
    issueRefreshToken: () => true,
    rotateRefreshToken: true,
    ttl: { AccessToken: 3600, AuthorizationCode: 60, RefreshToken: 7200, IdToken: 3600, Session: 7200, Grant: 7200,
      Interaction: 600, ...ttl },
    findAccount: async (context, id) => ({
      accountId: id,
      claims: async () => ({ sub: id, name: "Doktor Testsson", preferred_username: `${id}@klinik.example` }),
    }),
    cookies: { keys: ["only for tests"] },
  });
}

const files = { key: fs.readFileSync(key), cert: fs.readFileSync(cert) };
const server = https.createServer(files, (request, response) => {
  const path = request.url.split("?")[0];
  if (!path.startsWith(prefix + "/")) {
    response.writeHead(400, { "content-type": "application/json" }); // so Entra answers for a tenant that is none
    return response.end('{"error":"invalid_tenant","error_description":"AADSTS90002"}');
  }
  seen.push(path.slice(prefix.length));
  const answer = answers.get(path.slice(prefix.length));
  if (answer) {
    response.writeHead(answer.status, { "content-type": "application/json" });
    return response.end(answer.body ?? "");
  }
  // Entra gives a refresh token to whoever asks; this provider only where consent is asked for.
  if (path.endsWith("/auth") && !request.url.includes("prompt=")) request.url += "&prompt=consent";
  request.originalUrl = request.url; // so the provider learns where it is mounted
  request.url = request.url.slice(prefix.length);
  return provider.callback()(request, response);
});

function obey(order) {
  if ("ttl" in order) begin(order.ttl);
  if ("at" in order && "status" in order) answers.set(order.at, order);
  else if ("at" in order) answers.delete(order.at);
  if (!order.seen) return {};
  const told = { seen };
  seen = [];
  return told;
}

const say = (words) => process.stdout.write(JSON.stringify(words) + "\n");
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address();
  issuer = `https://127.0.0.1:${port}${prefix}`;
  begin({});
  say({ port });
  const lines = readline.createInterface({ input: process.stdin });
  lines.on("line", (line) => say(obey(JSON.parse(line))));
  lines.on("close", () => process.exit(0));
});

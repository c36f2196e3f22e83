// Reads Kubernetes' objects from a file of YAML, and prints them as JSON, each with what the schema of its kind has against it.
import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';

const packages = { 'monitoring.coreos.com': '@kubernetes-models/prometheus-operator' };

async function validator({ apiVersion, kind }) {
  try {
    const module = await import(`${packages[apiVersion.split('/')[0]] ?? 'kubernetes-models'}/${apiVersion}/${kind}`);
    return module[kind].prototype.validate;
  } catch {
    return null;
  }
}

// The validators pass over fields that they do not know. But they read every one that they do: what nobody has read is misspelt.
function watch(value, path, unread) {
  if (value === null || typeof value !== 'object') return value;
  const keys = new Set(Array.isArray(value) ? [] : Object.keys(value));
  const watched = new Map();
  unread.push({ path, keys });
  return new Proxy(value, {
    get(target, key) {
      if (typeof key === 'symbol' || !Object.hasOwn(target, key)) return target[key];
      keys.delete(key);
      if (!watched.has(key)) watched.set(key, watch(target[key], `${path}/${key}`, unread));
      return watched.get(key);
    },
  });
}

async function problems(object) {
  const validate = await validator(object);
  if (!validate) return [`${object.apiVersion} ${object.kind} is not known`];
  const unread = [];
  const found = [];
  try {
    validate.call(watch(object, '', unread));
  } catch (error) {
    found.push(error.message);
  }
  return [...found, ...unread.flatMap(({ path, keys }) => [...keys].map(key => `${path}/${key} is not known`))];
}

const documents = parseAllDocuments(readFileSync(process.argv[2], 'utf8'));
const objects = [];
for (const document of documents) {
  const faults = [...document.errors, ...document.warnings].map(fault => fault.message);
  const object = document.toJS();
  if (object || faults.length > 0) objects.push({ object, problems: faults.length > 0 ? faults : await problems(object) });
}
console.log(JSON.stringify(objects));

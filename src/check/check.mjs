// Prints a line for each thing that is wrong with the contract documents and the Dockerfile; ends with 1 if there is one.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DiagnosticSeverity, Parser } from '@asyncapi/parser';
import { Validator } from '@seriousme/openapi-schema-validator';
import { validate } from 'dockerfile-utils';

const [contract, openapi, dockerfile] = process.argv.slice(2);

const found = [];

const { document, diagnostics } = await new Parser().parse(readFileSync(contract, 'utf8'), { source: resolve(contract) });
for (const { severity, message, path, range } of diagnostics) {
  if (severity <= DiagnosticSeverity.Warning || process.env.VERBOSE) {
    found.push(`${contract}:${range.start.line + 1}: ${path.join('.')}: ${message}`);
  }
}
if (document && document.operations().length === 0) {
  found.push(`${contract}: no operation was read`);
}

const validator = new Validator();
const text = readFileSync(openapi, 'utf8');
for (const [, schema] of text.matchAll(/\$ref: (\w[^#\s]+)/g)) {
  await validator.addSpecRef(resolve(dirname(openapi), schema), schema);
}
const { valid, errors } = await validator.validate(text);
if (!valid) {
  found.push(...[errors].flat().map((error) => `${openapi}: ${error.instancePath ?? ''}: ${error.message ?? error}`));
}

for (const { message, range } of validate(readFileSync(dockerfile, 'utf8'))) {
  found.push(`${dockerfile}:${range.start.line + 1}: ${message}`);
}

found.forEach((line) => console.log(line));
process.exitCode = found.length === 0 ? 0 : 1;

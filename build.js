import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

// One bundle with lazily loaded chunks: unbundled, the engine's API alone costs four empty Node starts (181 files).
// Only the native engine binding stays outside; esbuild cannot carry it.
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
/** Commander loads child_process for commands that are programs of their own; we have none, and it costs a twentieth of an empty start. */
const withoutChildPrograms = {
  name: 'without-child-programs',
  setup(bundle) {
    bundle.onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes('/commander/') ? { path: 'none', namespace: 'empty' } : undefined,
    );
    bundle.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'module.exports = {}' }));
  },
};

rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints: { cli: 'src/cli.ts', index: 'src/index.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  plugins: [withoutChildPrograms],
  external: ['@duckdb/node-bindings', '@duckdb/node-bindings-*'],
  define: { __MIDFUNNEL_VERSION__: JSON.stringify(version) },
  // Bundled CommonJS packages call require() for Node's own modules.
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  legalComments: 'linked',
  minifySyntax: true,
  logLevel: 'warning',
});
const help = execFileSync(process.execPath, ['-e', "import('./dist/cli.js').then(({ main }) => main(['--help']))"], {
  env: { ...process.env, COLUMNS: '80', NO_COLOR: '1' },
});
writeFileSync('dist/help.txt', help);
if (!process.argv.includes('--no-types')) {
  execFileSync(process.execPath, ['declare-types.js', 'dist/types'], { stdio: 'inherit' });
}

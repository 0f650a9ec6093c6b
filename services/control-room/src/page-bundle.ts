import { createHash } from 'node:crypto';
import path from 'node:path';
import { build } from 'esbuild';

interface Asset {
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** The page, ready to serve: its document, the sign-in document, and the assets by path. */
export interface PageBundle {
  readonly html: string;
  /** `problem` is shown above the form. */
  signInHtml(problem: string | null): string;
  /** Keys are paths like `/assets/main-AB12CD34.js`: the content's hash is in the name, so they may be cached for ever. */
  readonly assets: ReadonlyMap<string, Asset>;
}

const PAGE_DIR = path.resolve(import.meta.dirname, '../src/page');
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0b5cad"/>' +
  '<path d="M9 7v18h14" fill="none" stroke="#fff" stroke-width="4" stroke-linejoin="round"/></svg>';

/** Bundles the page once, in memory. Rejects with esbuild's error when the page does not build. */
export async function bundlePage(): Promise<PageBundle> {
  const result = await build({
    entryPoints: [path.join(PAGE_DIR, 'main.tsx'), path.join(PAGE_DIR, 'page.css')],
    bundle: true,
    write: false,
    minify: true,
    outdir: '/assets',
    entryNames: '[name]-[hash]',
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    conditions: ['@landfall/source'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.png': 'dataurl' },
    legalComments: 'none',
    logLevel: 'silent',
  });
  const assets = new Map<string, Asset>();
  for (const file of result.outputFiles) add(assets, path.basename(file.path), file.contents);
  const iconHash = createHash('sha256').update(ICON).digest('hex').slice(0, 8);
  add(assets, `icon-${iconHash}.svg`, Buffer.from(ICON));
  const links = linksOf([...assets.keys()]);
  return {
    assets,
    html: documentOf(links, `<div id="app"></div><noscript>This page needs JavaScript.</noscript>${links.script}`),
    signInHtml: (problem) => documentOf(links, signInForm(problem)),
  };
}

function add(assets: Map<string, Asset>, name: string, body: Uint8Array): void {
  const contentType = CONTENT_TYPES[path.extname(name)] ?? 'application/octet-stream';
  assets.set(`/assets/${name}`, { contentType, body });
}

interface Links {
  readonly head: string;
  readonly script: string;
}

function linksOf(paths: readonly string[]): Links {
  const find = (extension: string): string => paths.find((item) => item.endsWith(extension)) ?? '';
  return {
    head: `<link rel="icon" href="${find('.svg')}"><link rel="stylesheet" href="${find('.css')}">`,
    script: `<script type="module" src="${find('.js')}"></script>`,
  };
}

function documentOf(links: Links, body: string): string {
  return (
    '<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Landfall</title>' +
    '<meta name="viewport" content="width=device-width, initial-scale=1">' +
    `<meta name="color-scheme" content="light dark">${links.head}</head><body>${body}</body></html>`
  );
}

/** `problem` is one of the texts of this program, never of a request. */
function signInForm(problem: string | null): string {
  const alert = problem === null ? '' : `<p role="alert" class="answer-bad">${problem}</p>`;
  return (
    '<main class="sign-in"><h1>Landfall</h1><p>Sign in with your operator key.</p>' +
    `${alert}<form method="post" action="/sign-in"><label>Key ` +
    '<input type="password" name="key" required autofocus autocomplete="current-password" maxlength="512"></label>' +
    '<button class="primary" type="submit">Sign in</button></form></main>'
  );
}

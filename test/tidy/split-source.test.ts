import { describe, expect, it } from 'vitest';
import { importsOf } from './imports.ts';
import { splitSource } from './split-source.ts';

function codeOf(text: string): string {
  return splitSource(text).code.replaceAll(/\s+/g, ' ').trim();
}

describe('splitSource', () => {
  it.each([
    ['a line comment', `a; // b 'c\nd;`, 'a; d;'],
    ['a block comment', `a; /* b\n'c */ d;`, 'a; d;'],
    ['a string', `a('b // c', "d 'e");`, `a(' ', " ");`],
    ['an escaped quote', String.raw`a('it\'s'); b;`, `a(' '); b;`],
    ['a template', 'a(`b // c ${d("e")} f`); g;', 'a(` ${d(" ")} `); g;'],
    ['a template inside a template', 'a(`b ${c(`d ${ {e: 1}.e } f`)} g`); h;', 'a(` ${c(` ${ {e: 1}.e } `)} `); h;'],
    ['a regular expression with quotes and slashes', `a(/b'[/"]\\/c/g); d;`, 'a(/ g); d;'],
    ['a division', `a = b / c; d = 'e' / f;`, `a = b / c; d = ' ' / f;`],
    ['an apostrophe in JSX text', `<p>don't</p>\nb;`, `<p>don' > b;`],
  ])('tells code from %s', (_, text, code) => {
    expect(codeOf(text)).toBe(code);
  });

  it('keeps every offset in both layers', () => {
    const text = "a; // b\nconst c = `d\n${e}`; /* f */ g('h');\n";
    const { code, comments } = splitSource(text);
    expect(code).toHaveLength(text.length);
    expect(comments).toHaveLength(text.length);
    expect(code.indexOf('g(')).toBe(text.indexOf('g('));
    expect(comments.indexOf('/* f')).toBe(text.indexOf('/* f'));
  });

  it('survives a text that ends inside a literal', () => {
    for (const text of ['a `b', "a 'b", 'a /* b', 'a `b ${c']) expect(splitSource(text).code).toMatch(/^a/);
  });
});

describe('importsOf', () => {
  it('sees imports, re-exports, bare and dynamic imports, and tells types from values', () => {
    const text = [
      `import { a } from 'a';`,
      `import type { B } from 'b';`,
      `import {\n  type C,\n  type D,\n} from "c";`,
      `import { type E, f } from 'e';`,
      `export { g } from './g.ts';`,
      `import 'h';`,
      `const i = await import('i');`,
      `import * as j from 'j';`,
    ].join('\n');
    expect(importsOf({ path: 'x.ts', text }).map(({ specifier, typesOnly }) => `${specifier} ${typesOnly}`)).toEqual([
      'a false',
      'b true',
      'c true',
      'e false',
      './g.ts false',
      'h false',
      'i false',
      'j false',
    ]);
  });

  it('does not take imports in comments and strings for real', () => {
    const text = "// import { a } from 'a';\nconst b = `import { c } from 'c'`;\n";
    expect(importsOf({ path: 'x.ts', text })).toEqual([]);
  });
});

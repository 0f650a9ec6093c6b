/** A source text in two layers of its own length, so that offsets and lines agree: what is not in a layer is blank there. */
export interface Layers {
  /** Code with the contents of strings, templates and regular expressions blanked; their quotes stay. */
  readonly code: string;
  readonly comments: string;
}

type Kind = 'code' | 'comment' | 'text';

const TOKEN_BEFORE_REGEX = /(?:^|[=(,:[!&|?{};+>~^%*-]|\b(?:return|typeof|case|in|of|yield|await|throw|else))\s*$/;
const REGEX = /\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y;
const QUOTED = /'(?:\\.|[^'\\\n])*'?|"(?:\\.|[^"\\\n])*"?/y;
const COMMENT = /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y;
const TEMPLATE_TEXT = /(?:\\[\s\S]|\$(?!\{)|[^`\\$])*/y;
const PLAIN = /[\w$]+|\s+/y;

/** Reads TypeScript well enough to tell code, comments and literals apart. JSX text counts as code. */
export function splitSource(text: string): Layers {
  const code: string[] = [];
  const comments: string[] = [];
  /** Open braces inside each template's `${`, innermost last. */
  const templates: number[] = [];
  let at = 0;
  const put = (length: number, kind: Kind): void => {
    const part = text.slice(at, at + length);
    const blank = part.replace(/[^\n]/g, ' ');
    const quoted = length < 2 ? part : part.slice(0, 1) + blank.slice(1, -1) + part.slice(-1);
    code.push(kind === 'code' ? part : kind === 'text' ? quoted : blank);
    comments.push(kind === 'comment' ? part : blank);
    at += length;
  };
  const length = (pattern: RegExp): number => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0].length ?? 0;
  };
  const template = (): void => {
    const part = text.slice(at, at + length(TEMPLATE_TEXT));
    code.push(part.replace(/[^\n]/g, ' '));
    comments.push(part.replace(/[^\n]/g, ' '));
    at += part.length;
    if (text.startsWith('${', at)) {
      templates.push(0);
      put(2, 'code');
    } else put(1, 'code');
  };

  while (at < text.length) {
    const char = text.charAt(at);
    const open = templates.at(-1);
    const commentLength = char === '/' ? length(COMMENT) : 0;
    if (commentLength > 0) put(commentLength, 'comment');
    else if (char === '/' && TOKEN_BEFORE_REGEX.test(code.slice(-8).join(''))) put(Math.max(length(REGEX), 1), 'text');
    else if (char === "'" || char === '"') put(length(QUOTED), 'text');
    else if (char === '`') {
      put(1, 'code');
      template();
    } else if (char === '}' && open === 0) {
      templates.pop();
      put(1, 'code');
      template();
    } else {
      if (open !== undefined && char === '{') templates[templates.length - 1] = open + 1;
      if (open !== undefined && char === '}') templates[templates.length - 1] = open - 1;
      put(Math.max(length(PLAIN), 1), 'code');
    }
  }
  return { code: code.join(''), comments: comments.join('') };
}

/** An answer in the form of RFC 9457 (application/problem+json). Thrown by routes, written by the HTTP host. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly status: number;
  /** Code of a closed list; the README says what to do about each. */
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(problem: {
    readonly status: number;
    readonly code: string;
    readonly detail: string;
    readonly headers?: Readonly<Record<string, string>>;
    /** Further members of the answer. */
    readonly extra?: Readonly<Record<string, unknown>>;
  }) {
    super(problem.detail);
    this.status = problem.status;
    this.code = problem.code;
    this.headers = problem.headers ?? {};
    this.extra = problem.extra ?? {};
  }
}

import { DatabaseError } from 'pg';
import { StoreUnavailableError } from '../document-store.ts';

/** Classes of SQLSTATE that pass without anybody changing the statement: PostgreSQL, appendix A. */
const PASSING = [
  '08', // connection exceptions
  '40', // transaction rollback: deadlock, serialization
  '53', // insufficient resources: disk full, too many connections
  '55P03', // lock not available in time
  '57', // operator intervention: shutting down, cancelled
  '58', // system error: I/O
  '25006', // read-only: a standby
];

/** `error` as callers know it: what PostgreSQL can't do for the moment becomes `StoreUnavailableError`. */
export function explainError(error: unknown): Error {
  if (error instanceof StoreUnavailableError) return error;
  if (error instanceof DatabaseError) {
    const { code = '' } = error;
    return PASSING.some((each) => code.startsWith(each)) ? unavailable(reasonOf(code, error.message), error) : error;
  }
  // What isn't an answer of the server is the line to it.
  return unavailable(`PostgreSQL can't be reached: ${messageOf(error)}.`, error);
}

/** Why a call was refused whose turn didn't come. */
const NO_TURN = Symbol('no turn');

export const noTurn = (): StoreUnavailableError => unavailable('PostgreSQL has too much to do just now.', NO_TURN);

/** What failed had to wait for somebody else, or took too long: the server is there, and others go on. */
export const isOneStatements = ({ cause }: StoreUnavailableError): boolean =>
  cause === NO_TURN ||
  (cause instanceof DatabaseError && ['57014', '55P03', '40P01', '40001'].includes(cause.code ?? ''));

/** Nobody else would fare better now: the server, or the line to it, is gone, or takes no connection. */
export const isGone = ({ cause }: StoreUnavailableError): boolean =>
  cause instanceof DatabaseError ? /^(?:08|57P|53300)/.test(cause.code ?? '') : cause !== NO_TURN;

/** The stored bytes, or an index over them, are damaged: it concerns a document, not the store. */
export const isDamage = (error: unknown): boolean =>
  error instanceof DatabaseError && (error.code ?? '').startsWith('XX00');

/** A message of one line. Errors of several addresses at once have none of their own. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ');
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n', 1)[0]?.replace(/\.$/, '') ?? '';
}

const unavailable = (message: string, cause: unknown) => new StoreUnavailableError(message, { cause });

function reasonOf(code: string, message: string): string {
  if (code === '53100') return "PostgreSQL's disk is full.";
  if (code === '53300') return 'PostgreSQL has no connection left: raise its max_connections.';
  if (code === '25006') return 'PostgreSQL is read-only: it may be a standby.';
  if (code.startsWith('57P')) return 'PostgreSQL is shutting down or starting.';
  return `PostgreSQL can't do it just now: ${message} (${code}).`;
}

export const isDiskFull = (error: unknown): boolean =>
  error instanceof StoreUnavailableError && error.cause instanceof DatabaseError && error.cause.code === '53100';

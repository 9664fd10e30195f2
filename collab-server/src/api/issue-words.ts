import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

/** What schemas that say nothing of their own say; what they do say is a sentence already. */
const JARGON = /^(?:Too (?:small|big)|Invalid|Unrecognized)/;

/**
 * What isn't valid in a request, for people: where, and what is allowed there. `known` are the names that it may have at
 * its top.
 */
export const issueWords = (issue: Issue, known: readonly string[] = []): string => {
  const { where, issue: inner } = innermost(issue);
  if (inner.code === 'unrecognized_keys') {
    const names = inner.keys.map((key) => [...where, key].join('.')).join(', ');
    const rest = where.length === 0 && known.length > 0 ? `; what there is: ${known.join(', ')}` : '';
    return `${names}: there is no such property here${rest}`;
  }
  return `${where.join('.') || 'the request'}: ${JARGON.test(inner.message) ? saidOf(inner) : inner.message}`;
};

/** Of what may be of several kinds, what is wrong with the kind that it is nearest to. */
const innermost = (issue: Issue, above: readonly PropertyKey[] = []): { where: readonly string[]; issue: Issue } => {
  const where = [...above, ...issue.path];
  const within =
    issue.code === 'invalid_union'
      ? issue.errors.map(([first]) => first).find((first) => first !== undefined && !isOtherKind(first))
      : issue.code === 'invalid_key' || issue.code === 'invalid_element'
        ? issue.issues[0]
        : undefined;
  return within === undefined ? { where: where.map(String), issue } : innermost(within, where);
};

/** Whether it isn't of the kind at all, rather than a bad one of that kind. */
const isOtherKind = (issue: Issue): boolean =>
  issue.path.length === 0 &&
  (issue.code === 'invalid_type' ||
    (issue.code === 'invalid_union' && issue.errors.every(([first]) => first && isOtherKind(first))));

const saidOf = (issue: Issue): string => {
  switch (issue.code) {
    case 'invalid_type':
      return missing(issue.message)
        ? `has to be given: ${kindOf(issue.expected)}`
        : `has to be ${kindOf(issue.expected)}`;
    case 'invalid_union': {
      const kinds = [...new Set(kindsOf(issue))];
      return kinds.length > 0 ? `has to be ${listed(kinds)}` : 'not valid';
    }
    case 'invalid_value':
      return `has to be ${listed(issue.values.map((value) => JSON.stringify(value)))}`;
    case 'too_small':
      return bound(issue.origin, Number(issue.minimum), issue.inclusive === false ? 'more than' : 'at least');
    case 'too_big':
      return bound(issue.origin, Number(issue.maximum), issue.inclusive === false ? 'less than' : 'at most');
    case 'invalid_format':
      return issue.format === 'datetime'
        ? 'has to be a time, such as 2027-01-31T12:00:00Z'
        : 'not of the form it has to have';
    case 'not_multiple_of':
      return `has to be a multiple of ${issue.divisor}`;
    default:
      return 'not valid';
  }
};

/** A schema isn't told what it was given, but its message says where that was nothing. */
const missing = (message: string): boolean => message.endsWith('received undefined');

const kindOf = (expected: string): string => KINDS[expected] ?? expected;

const kindsOf = (issue: Issue): string[] => {
  if (issue.code === 'invalid_type') return [kindOf(issue.expected)];
  if (issue.code !== 'invalid_union') return [];
  return issue.errors.flatMap(([first]) => (first ? kindsOf(first) : []));
};

const bound = (origin: string, limit: number, by: string): string => {
  if (origin === 'string') return `has ${by} ${limit} characters`;
  if (origin === 'array' || origin === 'set') return `has ${by} ${limit} entries`;
  return `is ${by} ${limit}`;
};

const listed = (values: readonly string[]): string =>
  values.length < 2 ? (values[0] ?? '') : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;

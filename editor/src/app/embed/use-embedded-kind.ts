import { useEffect, useState } from 'react';
import type { DocumentSummary } from '../../protocol/index.ts';
import { apiUrl } from '../address.ts';
import { isKnownBoard, noteBoard } from '../page/known-documents.ts';
import type { Entry } from './use-embed-token.ts';

type Kind = 'document' | 'board';

/** What a document is, so that the right editor opens it; null until the server has said so, or can't be asked. */
export const useEmbeddedKind = (id: string, entry: Entry): Kind | null => {
  const [kind, setKind] = useState<Kind | null>(null);
  useEffect(() => {
    if (entry.state === 'asking') return undefined;
    let current = true;
    void kindOf(id, entry.token).then((found) => {
      if (current) setKind(found);
    });
    return () => {
      current = false;
    };
  }, [id, entry]);
  return kind;
};

const kindOf = async (id: string, token: (() => Promise<string>) | undefined): Promise<Kind> => {
  const told = new URLSearchParams(location.search).get('kind');
  if (told === 'board' || told === 'document') return told;
  const likely = isKnownBoard(id) ? 'board' : 'document';
  try {
    const headers = token === undefined ? {} : { authorization: `Bearer ${await token()}` };
    const response = await fetch(apiUrl(`documents/${encodeURIComponent(id)}`), { headers });
    // Where there is none yet, or nothing is told of it, the connection says the rest.
    if (!response.ok) return likely;
    const { kind } = (await response.json()) as DocumentSummary;
    if (kind === 'board') noteBoard(id);
    return kind === 'board' ? 'board' : 'document';
  } catch {
    return likely;
  }
};

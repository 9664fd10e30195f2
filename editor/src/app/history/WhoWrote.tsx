import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Awareness } from 'y-protocols/awareness';
import { Avatar } from '../../panels/Avatar.tsx';
import { personOf as personIn } from '../../panels/people.ts';
import type { DocumentAuthors } from '../../protocol/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { useNow } from '../../ui/use-now.ts';
import { callDocument } from '../api.ts';
import { TimeAgo } from '../TimeAgo.tsx';
import { peopleByIds, type ShownPerson } from './people.ts';
import styles from './WhoWrote.module.css';

interface WhoWroteProps {
  readonly documentId: string;
  readonly awareness: Awareness;
  /** Under which clientIDs the text was written, and how much of it each; null while nobody asks. */
  readonly clients: ReadonlyMap<number, number> | null;
  onClose(): void;
}

/** Says who wrote a piece of the text, and when they last wrote from the window they wrote it in. */
export const WhoWrote = ({ clients, onClose, ...rest }: WhoWroteProps) => {
  const { t } = useTranslation();
  return (
    <Dialog open={clients !== null} title={t('history.whoWrote')} onClose={onClose}>
      {clients !== null && <Authors clients={clients} {...rest} />}
    </Dialog>
  );
};

const Authors = ({
  documentId,
  awareness,
  clients,
}: Omit<WhoWroteProps, 'onClose'> & { clients: ReadonlyMap<number, number> }) => {
  const { t } = useTranslation();
  const now = useNow();
  const { data, error, refetch } = useQuery({
    queryKey: ['authors', documentId],
    queryFn: async () => (await callDocument('GET', documentId, '/authors')).json() as Promise<DocumentAuthors>,
    staleTime: 0,
  });
  if (error !== null) {
    return (
      <div role="alert">
        <p>{error.message}</p>
        <Button onClick={() => void refetch()}>{t('app.retry')}</Button>
      </div>
    );
  }
  if (data === undefined) return <p role="status">{t('app.loading')}</p>;
  const shares = sharesOf(clients, data, { awareness, nameless: t('history.somebody') });
  if (shares.length === 0) return <p>{t('history.nothingSelected')}</p>;
  return (
    <ul className={styles.list}>
      {shares.map(({ person, share, at }) => (
        <li key={person.id} className={styles.author}>
          <Avatar person={person} />
          <span className={styles.name}>{person.name}</span>
          <span className={styles.when}>{at !== null && <TimeAgo time={at} now={now} />}</span>
          <span className={styles.share}>{new Intl.NumberFormat(undefined, { style: 'percent' }).format(share)}</span>
        </li>
      ))}
    </ul>
  );
};

interface Share {
  readonly person: ShownPerson;
  /** Of all that was asked about, 0 to 1. */
  readonly share: number;
  readonly at: string | null;
}

const sharesOf = (
  clients: ReadonlyMap<number, number>,
  { clients: known, people }: DocumentAuthors,
  { awareness, nameless }: { awareness: Awareness; nameless: string },
): Share[] => {
  const personOf = peopleByIds(people, nameless);
  const owners = new Map(known.map((each) => [each.client, each]));
  const all = [...clients.values()].reduce((sum, count) => sum + count, 0);
  const shares = new Map<string, Share>();
  for (const [client, count] of clients) {
    const owner = owners.get(client);
    // What is just being written isn't stored yet; whoever writes it is here.
    const here = owner ? null : personIn(awareness.getStates().get(client) ?? {});
    const person = here ?? personOf(owner?.person ?? null);
    const before = shares.get(person.id);
    const times = [before?.at ?? null, owner?.at ?? null].filter((time) => time !== null);
    shares.set(person.id, { person, share: (before?.share ?? 0) + count / all, at: times.sort().at(-1) ?? null });
  }
  return [...shares.values()].sort((a, b) => b.share - a.share);
};

import { type Ref, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChangeMark } from '../../content/history/index.ts';
import { type MarkAuthor, MarkedDocument, type MarkedHandle, useUploads } from '../../document/index.ts';
import { Avatar } from '../../panels/Avatar.tsx';
import type { DocumentSummary } from '../../protocol/index.ts';
import { useToken } from '../access/use-token.ts';
import { serviceUrl } from '../address.ts';
import { useDirectory } from '../page/directory.ts';
import { BoardVersion } from './BoardVersion.tsx';
import { Comparing } from './Comparing.tsx';
import { useChangeWords } from './change-words.ts';
import type { ShownPerson } from './people.ts';
import styles from './VersionView.module.css';
import { ViewFailed } from './ViewFailed.tsx';
import type { useChanges } from './versions.ts';

interface VersionViewProps {
  readonly document: DocumentSummary;
  /** What is shown, and what it is compared with: null for nothing. */
  readonly version: string;
  readonly since: string | null;
  readonly changes: ReturnType<typeof useChanges>;
  readonly showChanges: boolean;
  readonly handle: Ref<MarkedHandle>;
  readonly label: string;
  authorOf(mark: ChangeMark): MarkAuthor;
  personOf(id: string | null): ShownPerson;
}

/** A state of the document with what differs from another marked: a text, a picture of a board, or a list of what differs. */
export const VersionView = ({
  document,
  version,
  since,
  changes,
  showChanges,
  handle,
  label,
  authorOf,
  personOf,
}: VersionViewProps) => {
  const { t } = useTranslation();
  const directory = useDirectory();
  const token = useToken(document.id);
  const uploads = useUploads({ url: serviceUrl, documentId: document.id, token });
  const words = useChangeWords(personOf);
  const marked = useMemo(() => bytesOf(changes.data?.marked ?? null), [changes.data?.marked]);
  if (changes.error !== null && changes.data === undefined) {
    return <ViewFailed hint={changes.error.message} onRetry={() => void changes.refetch()} />;
  }
  if (changes.data === undefined) return <Comparing />;
  if (marked !== null) {
    return (
      <div className={styles.column}>
        <p className={styles.title}>{document.title || t('home.untitled')}</p>
        <MarkedDocument
          marked={marked}
          label={label}
          showChanges={showChanges}
          handle={handle}
          directory={directory}
          uploads={uploads}
          authorOf={authorOf}
        />
      </div>
    );
  }
  const isBoard = document.kind === 'board';
  return (
    <div className={isBoard ? styles.picture : styles.column}>
      {isBoard && (
        <BoardVersion
          documentId={document.id}
          changes={changes.data.changes}
          {...{ version, since, showChanges, uploads, handle, label, authorOf, personOf }}
        />
      )}
      {(!isBoard || showChanges) && (
        <ol className={styles.list} aria-label={isBoard ? t('history.changes') : label}>
          {changes.data.changes.map((change, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes; another has another parent.
            <li key={n} className={styles.change}>
              {change.by.map((id) => (
                <Avatar key={id} person={personOf(id)} small />
              ))}
              {words(change)}
            </li>
          ))}
        </ol>
      )}
      {changes.data.changes.length === 0 && <p>{t('history.noChanges')}</p>}
    </div>
  );
};

const bytesOf = (base64: string | null): Uint8Array | null =>
  base64 === null ? null : Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

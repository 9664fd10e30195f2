import { $createTextNode, $insertNodes, HISTORY_PUSH_TAG, type LexicalEditor } from 'lexical';
import { FileText } from 'lucide-react';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../client/index.ts';
import { $createDocumentLinkNode, $createPersonNode } from '../../content/nodes/mentions.ts';
import { Avatar } from '../../panels/Avatar.tsx';
import { useAcquaintances } from '../../panels/acquaintances.ts';
import type { Person } from '../../panels/people.ts';
import { findByWords } from '../slash/find-by-words.ts';
import { Suggestions, type Trigger } from '../suggestions/index.ts';
import { type ListedDocument, useDirectory } from './directory.ts';
import styles from './MentionMenu.module.css';

/** Also as a Chinese input method types it. */
const AT: Trigger = { characters: '@＠', spaces: true };
const MOST_PEOPLE = 6;
const MOST_DOCUMENTS = 8;

type Mention = { readonly id: string; readonly group: string } & (
  | { readonly person: Person; readonly document?: undefined }
  | { readonly document: ListedDocument; readonly person?: undefined }
);

interface MentionMenuProps {
  readonly editor: LexicalEditor;
  readonly connection: Connection;
}

/** People and documents to name in the text, by typing an @. */
export const MentionMenu = ({ editor, connection: { awareness, documentId } }: MentionMenuProps) => {
  const { t } = useTranslation();
  const people = useAcquaintances(awareness, documentId);
  const directory = useDirectory();
  const useItems = useCallback(
    (query: string): readonly Mention[] => {
      // biome-ignore lint/correctness/useHookAtTopLevel: it is called as a hook itself.
      const documents = directory.useSearch(query) ?? [];
      return [
        ...findByWords(people, query, ({ name }) => [name])
          .slice(0, MOST_PEOPLE)
          .map((person) => ({ id: `person ${person.id}`, group: t('mentions.people'), person })),
        ...documents
          .filter(({ id }) => id !== documentId)
          .slice(0, MOST_DOCUMENTS)
          .map((document) => ({ id: `document ${document.id}`, group: t('mentions.documents'), document })),
      ];
    },
    [people, directory, documentId, t],
  );
  return (
    <Suggestions
      editor={editor}
      trigger={AT}
      label={t('mentions.label')}
      useItems={useItems}
      render={(mention) => <MentionOption mention={mention} />}
      onChoose={({ person, document }) =>
        editor.update(
          () => {
            const chip = person
              ? $createPersonNode(person.id, person.name)
              : $createDocumentLinkNode(document.id, document.title);
            $insertNodes([chip, $createTextNode(' ')]);
          },
          { tag: HISTORY_PUSH_TAG },
        )
      }
    />
  );
};

const MentionOption = ({ mention: { person, document } }: { readonly mention: Mention }) => {
  const { t } = useTranslation();
  return (
    <span className={styles.option}>
      {person ? <Avatar person={person} small /> : <FileText size={17} className={styles.icon} aria-hidden />}
      <span className={styles.name} dir="auto">
        {person
          ? person.self
            ? t('people.youNamed', { name: person.name })
            : person.name
          : document.title || t('home.untitled')}
      </span>
    </span>
  );
};

import { ArrowUpRight, Ellipsis, Link2, PencilLine, Trash2 } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentMarks, DocumentSummary } from '../../protocol/index.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu, MenuItem, MenuLink, MenuSeparator } from '../../ui/Menu.tsx';
import { useToast } from '../../ui/Toasts.tsx';
import { documentLink } from '../address.ts';
import { copyText } from '../copy.ts';
import { LibraryMenuItems } from '../library/LibraryMenuItems.tsx';
import { useTagging } from '../library/use-tagging.tsx';

interface RowMenuProps {
  readonly document: DocumentSummary;
  readonly marks: DocumentMarks | undefined;
  readonly title: string;
  onRename(): void;
  onDelete(): void;
}

export const RowMenu = ({ document, marks, title, onRename, onDelete }: RowMenuProps) => {
  const { t } = useTranslation();
  const toast = useToast();
  // Radix hands the focus back to its button as it closes, which would end the renaming at once.
  const keepFocus = useRef(false);
  const { openTags, tagsDialog } = useTagging(document.id);
  const link = documentLink(document.id);
  return (
    <>
      <Menu
        trigger={
          <IconButton label={t('home.actions', { title })}>
            <Ellipsis size={18} aria-hidden />
          </IconButton>
        }
        onCloseAutoFocus={(event) => {
          if (keepFocus.current) event.preventDefault();
          keepFocus.current = false;
        }}
      >
        <MenuLink icon={<ArrowUpRight size={16} />} href={link} target="_blank" rel="noopener">
          {t('home.openInNewTab')}
        </MenuLink>
        <MenuItem
          icon={<Link2 size={16} />}
          onSelect={async () => {
            if (await copyText(link)) toast({ text: t('home.linkCopied') });
          }}
        >
          {t('home.copyLink')}
        </MenuItem>
        <MenuItem
          icon={<PencilLine size={16} />}
          keys="F2"
          onSelect={() => {
            keepFocus.current = true;
            onRename();
          }}
        >
          {t('home.rename')}
        </MenuItem>
        <MenuSeparator />
        <LibraryMenuItems
          document={document}
          marks={marks}
          mayWrite
          seesAll
          onTags={() => {
            keepFocus.current = true;
            openTags();
          }}
        />
        <MenuSeparator />
        <MenuItem
          danger
          icon={<Trash2 size={16} />}
          keys="Del"
          onSelect={() => {
            keepFocus.current = true;
            onDelete();
          }}
        >
          {t('home.delete')}
        </MenuItem>
      </Menu>
      {tagsDialog}
    </>
  );
};

import {
  Ellipsis,
  FileCode,
  FileText,
  Hash,
  History,
  Keyboard,
  Link2,
  type LucideIcon,
  Printer,
  Search,
  Trash2,
  UserPen,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { FileFormatId } from '../../content/formats/index.ts';
import { FIND, formatShortcut, SHORTCUTS_KEY } from '../../document/index.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../../ui/Menu.tsx';
import { useToast } from '../../ui/Toasts.tsx';
import { documentLink, historyPath } from '../address.ts';
import { copyText } from '../copy.ts';
import { useDeleteWithUndo } from '../home/use-delete-with-undo.ts';
import { PageMenuItems } from '../library/PageMenuItems.tsx';
import { useTagging } from '../library/use-tagging.tsx';
import { SettingsItems } from '../SettingsMenu.tsx';

const FORMATS: readonly (readonly [FileFormatId, LucideIcon])[] = [
  ['markdown', Hash],
  ['html', FileCode],
  ['text', FileText],
];

interface DocumentMenuProps {
  readonly id: string;
  readonly title: string;
  readonly mayWrite: boolean;
  onFind(): void;
  onShortcuts(): void;
  onWhoWrote(): void;
  onExport(format: FileFormatId): void;
}

export const DocumentMenu = ({ id, title, mayWrite, onFind, onShortcuts, onWhoWrote, onExport }: DocumentMenuProps) => {
  const { t } = useTranslation();
  const toast = useToast();
  const [, navigate] = useLocation();
  const deleteWithUndo = useDeleteWithUndo();
  const { openTags, tagsDialog } = useTagging(id);
  return (
    <>
      <Menu
        trigger={
          <IconButton label={t('page.menu')}>
            <Ellipsis size={19} aria-hidden />
          </IconButton>
        }
      >
        <MenuItem icon={<Search size={16} />} keys={formatShortcut(FIND)} onSelect={onFind}>
          {t('find.open')}
        </MenuItem>
        <MenuItem
          icon={<Link2 size={16} />}
          onSelect={async () => {
            if (await copyText(documentLink(id))) toast({ text: t('page.linkCopied') });
          }}
        >
          {t('page.copyLink')}
        </MenuItem>
        <MenuItem icon={<History size={16} />} onSelect={() => navigate(historyPath(id))}>
          {t('history.open')}
        </MenuItem>
        <MenuItem icon={<UserPen size={16} />} onSelect={onWhoWrote}>
          {t('history.whoWrote')}
        </MenuItem>
        <MenuSeparator />
        <PageMenuItems document={{ id, title }} mayWrite={mayWrite} onTags={openTags} />
        <MenuSeparator />
        <MenuLabel>{t('exchange.export')}</MenuLabel>
        {FORMATS.map(([format, Icon]) => (
          <MenuItem key={format} icon={<Icon size={16} />} onSelect={() => onExport(format)}>
            {t(`exchange.${format}`)}
          </MenuItem>
        ))}
        <MenuItem icon={<Printer size={16} />} onSelect={() => setTimeout(() => window.print())}>
          {t('exchange.print')}
        </MenuItem>
        <MenuSeparator />
        <MenuItem
          danger
          icon={<Trash2 size={16} />}
          onSelect={async () => {
            if (await deleteWithUndo({ id, title })) navigate('/');
          }}
        >
          {t('page.delete')}
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={<Keyboard size={16} />} keys={formatShortcut(SHORTCUTS_KEY)} onSelect={onShortcuts}>
          {t('actions.shortcuts')}
        </MenuItem>
        <SettingsItems />
      </Menu>
      {tagsDialog}
    </>
  );
};

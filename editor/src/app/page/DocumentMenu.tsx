import { Ellipsis, Keyboard, Link2, Search, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { FIND, formatShortcut, SHORTCUTS_KEY } from '../../document/index.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/Menu.tsx';
import { useToast } from '../../ui/Toasts.tsx';
import { documentLink } from '../address.ts';
import { copyText } from '../copy.ts';
import { useDeleteWithUndo } from '../home/use-delete-with-undo.ts';
import { SettingsItems } from '../SettingsMenu.tsx';

interface DocumentMenuProps {
  readonly id: string;
  readonly title: string;
  onFind(): void;
  onShortcuts(): void;
}

export const DocumentMenu = ({ id, title, onFind, onShortcuts }: DocumentMenuProps) => {
  const { t } = useTranslation();
  const toast = useToast();
  const [, navigate] = useLocation();
  const deleteWithUndo = useDeleteWithUndo();
  return (
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
  );
};

import {
  Copy,
  Ellipsis,
  FileImage,
  FileInput,
  FileOutput,
  History,
  ImageDown,
  Keyboard,
  Link2,
  SlidersHorizontal,
  Trash2,
} from 'lucide-react';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { BoardHandle } from '../../board/index.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../../ui/Menu.tsx';
import { useToast } from '../../ui/Toasts.tsx';
import { documentLink, historyPath } from '../address.ts';
import { copyText } from '../copy.ts';
import { useDeleteWithUndo } from '../home/use-delete-with-undo.ts';
import { PageMenuItems } from '../library/PageMenuItems.tsx';
import { useTagging } from '../library/use-tagging.tsx';
import { SettingsItems } from '../SettingsMenu.tsx';

interface BoardFileMenuProps {
  readonly id: string;
  readonly title: string;
  readonly readOnly: boolean;
  readonly board: RefObject<BoardHandle | null>;
}

/** What can be done with a board as a whole. */
export const BoardFileMenu = ({ id, title, readOnly, board }: BoardFileMenuProps) => {
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
        {!readOnly && (
          <MenuItem icon={<FileInput size={16} />} onSelect={() => board.current?.chooseFile()}>
            {t('board.insertFile')}
          </MenuItem>
        )}
        <MenuSeparator />
        <PageMenuItems document={{ id, title }} mayWrite={!readOnly} onTags={openTags} />
        <MenuSeparator />
        <MenuLabel>{t('exchange.export')}</MenuLabel>
        <MenuItem icon={<FileOutput size={16} />} onSelect={() => board.current?.download('excalidraw')}>
          Excalidraw
        </MenuItem>
        <MenuItem icon={<ImageDown size={16} />} onSelect={() => board.current?.download('png')}>
          PNG
        </MenuItem>
        <MenuItem icon={<FileImage size={16} />} onSelect={() => board.current?.download('svg')}>
          SVG
        </MenuItem>
        <MenuItem icon={<SlidersHorizontal size={16} />} onSelect={() => board.current?.showPictureOptions()}>
          {t('board.pictureOptions')}
        </MenuItem>
        <MenuItem icon={<Copy size={16} />} onSelect={() => board.current?.copyAsPicture()}>
          {t('board.copyPng')}
        </MenuItem>
        {!readOnly && (
          <>
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
          </>
        )}
        <MenuSeparator />
        <MenuItem icon={<Keyboard size={16} />} onSelect={() => board.current?.showShortcuts()}>
          {t('actions.shortcuts')}
        </MenuItem>
        <SettingsItems />
      </Menu>
      {tagsDialog}
    </>
  );
};

import { MainMenu } from '@excalidraw/excalidraw';
import { FileImage, FileInput, FileOutput, ImageDown, Images } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Exchange } from '../exchange/use-exchange.ts';

interface BoardMenuProps {
  readonly exchange: Exchange;
  readonly readOnly: boolean;
}

/** The menu at the canvas' corner: what goes in and out, and Excalidraw's own. */
export const BoardMenu = ({ exchange, readOnly }: BoardMenuProps) => {
  const { t } = useTranslation();
  return (
    <MainMenu>
      {!readOnly && (
        <MainMenu.Item icon={<FileInput />} onSelect={exchange.chooseFile}>
          {t('board.insertFile')}
        </MainMenu.Item>
      )}
      <MainMenu.Item icon={<FileOutput />} onSelect={() => exchange.download('excalidraw')}>
        {t('board.saveExcalidraw')}
      </MainMenu.Item>
      <MainMenu.Item icon={<ImageDown />} onSelect={() => exchange.download('png')}>
        {t('board.savePng')}
      </MainMenu.Item>
      <MainMenu.Item icon={<FileImage />} onSelect={() => exchange.download('svg')}>
        {t('board.saveSvg')}
      </MainMenu.Item>
      <MainMenu.Item icon={<Images />} onSelect={exchange.copyAsPicture}>
        {t('board.copyPng')}
      </MainMenu.Item>
      <MainMenu.DefaultItems.SaveAsImage />
      <MainMenu.Separator />
      <MainMenu.DefaultItems.SearchMenu />
      <MainMenu.DefaultItems.Help />
      {!readOnly && <MainMenu.DefaultItems.ClearCanvas />}
    </MainMenu>
  );
};

import type { LexicalEditor } from 'lexical';
import {
  AlignCenter,
  AlignEndHorizontal,
  AlignLeft,
  AlignRight,
  AlignStartHorizontal,
  AlignVerticalJustifyCenter,
  ArrowDown,
  ArrowLeft,
  ArrowRight,
  ArrowUp,
  BetweenHorizontalEnd,
  BetweenHorizontalStart,
  BetweenVerticalEnd,
  BetweenVerticalStart,
  ChevronsLeftRight,
  ChevronsRightLeft,
  type LucideIcon,
  TableCellsMerge,
  TableCellsSplit,
  TableColumnsSplit,
  TableRowsSplit,
  Trash2,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { CELL_COLORS, MIN_COLUMN_WIDTH } from '../../content/index.ts';
import { MenuCheck, MenuChoice, MenuItem, MenuSeparator, MenuSwatches, Submenu } from '../../ui/Menu.tsx';
import type { TablePlace } from './place.ts';
import styles from './TableTools.module.css';
import {
  $addColumn,
  $addRow,
  $alignCells,
  $alignCellsVertically,
  $colorCells,
  $deleteColumns,
  $deleteRows,
  $deleteTable,
  $merge,
  $move,
  $setWidth,
  $split,
  $toggleHeader,
  drawnWidths,
  editTable,
  factsOf,
} from './table-commands.ts';

export interface TableMenuProps {
  readonly editor: LexicalEditor;
  readonly place: TablePlace;
}

const STEP = 40;
const icon = (Icon: LucideIcon) => <Icon size={17} aria-hidden />;

export const RowMenu = ({ editor, place }: TableMenuProps) => {
  const { t } = useTranslation();
  const facts = factsOf(editor, place);
  const run = (edit: Parameters<typeof editTable>[2]) => () => editTable(editor, place, edit);
  if (facts === null) return null;
  return (
    <>
      <MenuItem icon={icon(BetweenHorizontalEnd)} onSelect={run($addRow('above'))}>
        {t('tables.insertAbove')}
      </MenuItem>
      <MenuItem icon={icon(BetweenHorizontalStart)} onSelect={run($addRow('below'))}>
        {t('tables.insertBelow')}
      </MenuItem>
      <MenuItem icon={icon(ArrowUp)} disabled={!facts.canMove('row', -1)} onSelect={run($move('row', -1))}>
        {t('tables.moveUp')}
      </MenuItem>
      <MenuItem icon={icon(ArrowDown)} disabled={!facts.canMove('row', 1)} onSelect={run($move('row', 1))}>
        {t('tables.moveDown')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem danger icon={icon(Trash2)} onSelect={run($deleteRows)}>
        {t('tables.deleteRows')}
      </MenuItem>
    </>
  );
};

export const ColumnMenu = ({ editor, place }: TableMenuProps) => {
  const { t } = useTranslation();
  const facts = factsOf(editor, place);
  const run = (edit: Parameters<typeof editTable>[2]) => () => editTable(editor, place, edit);
  if (facts === null) return null;
  const resize = (by: number) => () => {
    const widths = drawnWidths(editor, place.table, place.columns);
    const width = Math.max(MIN_COLUMN_WIDTH, (widths[place.range.left] ?? 0) + by);
    editTable(editor, place, $setWidth(place.range.left, width, widths));
  };
  return (
    <>
      <MenuItem icon={icon(BetweenVerticalEnd)} onSelect={run($addColumn('left'))}>
        {t('tables.insertLeft')}
      </MenuItem>
      <MenuItem icon={icon(BetweenVerticalStart)} onSelect={run($addColumn('right'))}>
        {t('tables.insertRight')}
      </MenuItem>
      <MenuItem icon={icon(ArrowLeft)} disabled={!facts.canMove('column', -1)} onSelect={run($move('column', -1))}>
        {t('tables.moveLeft')}
      </MenuItem>
      <MenuItem icon={icon(ArrowRight)} disabled={!facts.canMove('column', 1)} onSelect={run($move('column', 1))}>
        {t('tables.moveRight')}
      </MenuItem>
      <MenuItem icon={icon(ChevronsLeftRight)} onSelect={resize(STEP)}>
        {t('tables.wider')}
      </MenuItem>
      <MenuItem icon={icon(ChevronsRightLeft)} onSelect={resize(-STEP)}>
        {t('tables.narrower')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem danger icon={icon(Trash2)} onSelect={run($deleteColumns)}>
        {t('tables.deleteColumns')}
      </MenuItem>
    </>
  );
};

export const CellMenu = ({ editor, place }: TableMenuProps) => {
  const { t } = useTranslation();
  const facts = factsOf(editor, place);
  const run = (edit: Parameters<typeof editTable>[2]) => () => editTable(editor, place, edit);
  if (facts === null) return null;
  return (
    <>
      <MenuItem icon={icon(TableCellsMerge)} disabled={facts.cells < 2} onSelect={run($merge)}>
        {t('tables.merge')}
      </MenuItem>
      <MenuItem icon={icon(TableCellsSplit)} disabled={!facts.isMerged} onSelect={run($split)}>
        {t('tables.split')}
      </MenuItem>
      <MenuSwatches
        label={t('tables.color')}
        value={facts.color ?? 'none'}
        options={(['none', ...CELL_COLORS] as const).map((value) => ({
          value,
          label: value === 'none' ? t('tables.noColor') : t(`colors.${value}`),
          swatch: <span className={styles.swatch} data-color={value} />,
        }))}
        onChange={(value) => editTable(editor, place, $colorCells(value === 'none' ? null : value))}
      />
      <Submenu icon={icon(AlignLeft)} label={t('tables.align')}>
        <MenuChoice
          label={t('tables.align')}
          value={facts.format}
          options={[
            { value: 'left', label: t('tables.left'), icon: icon(AlignLeft) },
            { value: 'center', label: t('tables.center'), icon: icon(AlignCenter) },
            { value: 'right', label: t('tables.right'), icon: icon(AlignRight) },
          ]}
          onChange={(value) => editTable(editor, place, $alignCells(value === 'left' ? '' : value))}
        />
        <MenuSeparator />
        <MenuChoice
          label={t('tables.align')}
          value={facts.verticalAlign}
          options={[
            { value: 'top', label: t('tables.top'), icon: icon(AlignStartHorizontal) },
            { value: 'middle', label: t('tables.middle'), icon: icon(AlignVerticalJustifyCenter) },
            { value: 'bottom', label: t('tables.bottom'), icon: icon(AlignEndHorizontal) },
          ]}
          onChange={(value) =>
            editTable(editor, place, $alignCellsVertically(value === 'middle' || value === 'bottom' ? value : null))
          }
        />
      </Submenu>
      <MenuSeparator />
      <MenuCheck checked={facts.headerRow} icon={icon(TableRowsSplit)} onSelect={run($toggleHeader('row'))}>
        {t('tables.headerRow')}
      </MenuCheck>
      <MenuCheck checked={facts.headerColumn} icon={icon(TableColumnsSplit)} onSelect={run($toggleHeader('column'))}>
        {t('tables.headerColumn')}
      </MenuCheck>
      <MenuSeparator />
      <MenuItem danger icon={icon(Trash2)} onSelect={run($deleteTable)}>
        {t('tables.remove')}
      </MenuItem>
    </>
  );
};

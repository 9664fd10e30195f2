/* What other programs put on the clipboard, shortened but with the markup that is theirs. */

/** Google Docs, 2025: everything in a bold that isn't bold. */
export const GOOGLE_DOCS = `<meta charset='utf-8'><meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1f0c2a9b-7fff-6c5e-8d3a-0c6f6f5c1d2e"><h1 dir="ltr" style="line-height:1.38;margin-top:20pt;margin-bottom:6pt;"><span style="font-size:20pt;font-family:Arial,sans-serif;color:#000000;background-color:transparent;font-weight:400;font-style:normal;font-variant:normal;text-decoration:none;vertical-align:baseline;white-space:pre;white-space:pre-wrap;">The plan</span></h1><p dir="ltr" style="line-height:1.38;margin-top:0pt;margin-bottom:0pt;"><span style="font-size:11pt;font-family:Arial,sans-serif;color:#000000;background-color:transparent;font-weight:400;font-style:normal;font-variant:normal;text-decoration:none;vertical-align:baseline;white-space:pre;white-space:pre-wrap;">We </span><span style="font-size:11pt;font-family:Arial,sans-serif;color:#000000;background-color:transparent;font-weight:700;font-style:normal;font-variant:normal;text-decoration:none;vertical-align:baseline;white-space:pre;white-space:pre-wrap;">must</span><span style="font-size:11pt;font-family:Arial,sans-serif;color:#000000;font-weight:400;font-style:italic;text-decoration:underline;-webkit-text-decoration-skip:none;text-decoration-skip-ink:none;vertical-align:baseline;white-space:pre;white-space:pre-wrap;"> act</span><span style="color:#ff0000;font-weight:400;"> now</span><span style="font-size:0.6em;vertical-align:super;">2</span><span>, see </span><a href="https://example.org/" style="text-decoration:none;"><span style="font-size:11pt;font-family:Arial,sans-serif;color:#1155cc;background-color:transparent;font-weight:400;font-style:normal;text-decoration:underline;-webkit-text-decoration-skip:none;vertical-align:baseline;white-space:pre;white-space:pre-wrap;">this</span></a></p><br /><ul style="margin-top:0;margin-bottom:0;padding-inline-start:48px;"><li dir="ltr" style="list-style-type:disc;font-size:11pt;font-family:Arial,sans-serif;color:#000000;font-weight:400;white-space:pre;" aria-level="1"><p dir="ltr" style="line-height:1.38;margin-top:0pt;margin-bottom:0pt;" role="presentation"><span style="font-size:11pt;font-weight:400;white-space:pre-wrap;">One</span></p></li><ul style="margin-top:0;margin-bottom:0;padding-inline-start:48px;"><li dir="ltr" style="list-style-type:circle;" aria-level="2"><p dir="ltr" role="presentation"><span style="font-weight:400;">One and a half</span></p></li></ul><li dir="ltr" style="list-style-type:disc;" aria-level="1"><p dir="ltr" role="presentation"><span style="font-weight:400;">Two</span></p></li></ul><ul style="margin-top:0;margin-bottom:0;padding-inline-start:28px;"><li dir="ltr" role="checkbox" aria-checked="true" style="list-style-type:none;" aria-level="1"><img src="data:image/png;base64,iVBORw0KGgo=" width="17.599999999999998px" height="17.599999999999998px" alt="checked" aria-roledescription="checkbox" style="margin-right:3px;" /><p dir="ltr" style="display:inline-block;vertical-align:top;" role="presentation"><span style="text-decoration:line-through;">Done</span></p></li><li dir="ltr" role="checkbox" aria-checked="false" style="list-style-type:none;" aria-level="1"><img src="data:image/png;base64,iVBORw0KGgo=" alt="unchecked" aria-roledescription="checkbox" /><p dir="ltr" style="display:inline-block;" role="presentation"><span>Open</span></p></li></ul><div dir="ltr" style="margin-left:0pt;" align="left"><table style="border:none;border-collapse:collapse;"><colgroup><col width="120" /><col width="120" /></colgroup><tbody><tr style="height:0pt"><td style="border-left:solid #000000 1pt;vertical-align:top;padding:5pt;overflow:hidden;"><p dir="ltr"><span style="font-weight:700;">Name</span></p></td><td style="border-left:solid #000000 1pt;background-color:#d9ead3;"><p dir="ltr"><span>Age</span></p></td></tr><tr><td colspan="2"><p dir="ltr"><span>both</span></p></td></tr></tbody></table></div></b><br class="Apple-interchange-newline">`;

/** Word for Windows: lists are paragraphs, the markup is old and loud. */
export const WORD = `<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40"><head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=Generator content="Microsoft Word 15"><!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml><![endif]--><style><!-- /* Style Definitions */ p.MsoNormal {margin:0cm; font-size:12.0pt;} @list l0:level1 {mso-level-number-format:bullet;} --></style></head><body lang=EN-GB style='tab-interval:36.0pt;word-wrap:break-word'>
<!--StartFragment-->
<p class=MsoTitle>The title<o:p></o:p></p>

<h2>A heading<o:p></o:p></h2>

<p class=MsoNormal><span lang=EN-US style='mso-ansi-language:EN-US'>Some <b
style='mso-bidi-font-weight:normal'>bold</b> and <i>slanted</i> <u>words</u>, <s>gone</s>,
over two lines<o:p></o:p></span></p>

<p class=MsoNormal><o:p>&nbsp;</o:p></p>

<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol;mso-fareast-font-family:Symbol;mso-bidi-font-family:Symbol'><span
style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;
</span></span></span><![endif]>Apples<o:p></o:p></p>

<p class=MsoListParagraphCxSpMiddle style='margin-left:72.0pt;mso-add-space:auto;text-indent:-18.0pt;mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='font-family:"Courier New"'><span style='mso-list:Ignore'>o<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>Red ones<o:p></o:p></p>

<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span>&nbsp; </span></span></span><![endif]>Pears<o:p></o:p></p>

<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l1 level1 lfo2'><![if !supportLists]><span
style='mso-list:Ignore'>3.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>Third<o:p></o:p></p>

<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l1 level1 lfo2'><![if !supportLists]><span
style='mso-list:Ignore'>4.<span>&nbsp;&nbsp; </span></span><![endif]>Fourth<o:p></o:p></p>

<p class=MsoNormal><!--[if gte vml 1]><v:shape id="Picture" style='width:100pt'><v:imagedata src="file:///C:/Users/x/clip_image001.png"/></v:shape><![endif]--><![if !vml]><img width=100 height=80 src="file:///C:/Users/x/clip_image002.png" v:shapes="Picture"><![endif]><o:p></o:p></p>

<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0 style='border-collapse:collapse;border:none;mso-border-alt:solid windowtext .5pt'>
 <tr style='mso-yfti-irow:0'>
  <td width=100 valign=top style='width:75pt;border:solid windowtext 1.0pt;background:#E7E6E6'>
  <p class=MsoNormal>A1<o:p></o:p></p>
  </td>
  <td width=100 valign=top>
  <p class=MsoNormal align=right style='text-align:right'>B1<o:p></o:p></p>
  </td>
 </tr>
</table>
<!--EndFragment-->
</body></html>`;

export const GOOGLE_SHEETS = `<meta charset='utf-8'><google-sheets-html-origin><style type="text/css"><!--td {border: 1px solid #cccccc;}br {mso-data-placement:same-cell;}--></style><table xmlns="http://www.w3.org/1999/xhtml" cellspacing="0" cellpadding="0" dir="ltr" border="1" style="table-layout:fixed;font-size:10pt;font-family:Arial;width:0px;border-collapse:collapse;border:none" data-sheets-root="1" data-sheets-baot="1"><colgroup><col width="100"/><col width="100"/></colgroup><tbody><tr style="height:21px;"><td style="overflow:hidden;padding:2px 3px 2px 3px;vertical-align:bottom;font-weight:bold;" data-sheets-value="{&quot;1&quot;:2,&quot;2&quot;:&quot;Item&quot;}">Item</td><td style="font-weight:bold;text-align:right;">Price</td></tr><tr style="height:21px;"><td>Tea</td><td style="text-align:right;" data-sheets-formula="=R[0]C[1]">3</td></tr></tbody></table>`;

export const EXCEL = `<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta name=ProgId content=Excel.Sheet><style><!--table {mso-displayed-decimal-separator:"\\.";} .xl65 {font-weight:700;}--></style></head><body link="#0563C1" vlink="#954F72"><table border=0 cellpadding=0 cellspacing=0 width=128 style='border-collapse:collapse;width:96pt'><!--StartFragment--> <col width=64 span=2 style='width:48pt'> <tr height=20 style='height:15.0pt'>  <td height=20 class=xl65 width=64 style='height:15.0pt;width:48pt'>Item</td>  <td width=64 style='width:48pt'>Price</td> </tr> <tr height=20>  <td height=20>Tea</td>  <td align=right>3</td> </tr><!--EndFragment--></table></body></html>`;

export const NOTION = `<meta charset='utf-8'><!-- notionvc: 4b1d0c2e-9d83-4bb1-a4d2-2fd3d7e3c1aa --><h1>Notes</h1><p>A <strong>bold</strong> word and <code>code</code></p><ul><li>[ ]  Buy milk</li><li>[x]  Sleep</li></ul><ul><li>A<ul><li>B</li></ul></li></ul><blockquote>Quoted</blockquote><pre><code class="language-javascript">let a = 1;
let b = 2;
</code></pre><aside>💡 A callout</aside>`;

/** A page, as Chromium copies it: every element with its computed style. */
export const WEB_PAGE = `<meta charset='utf-8'><h2 style="box-sizing: border-box; color: rgb(31, 35, 40); font-family: -apple-system; font-size: 24px; font-style: normal; font-weight: 600; background-color: rgb(255, 255, 255); text-decoration-style: initial;">Install</h2><div style="color: rgb(31, 35, 40);"><p style="margin: 0px;">Run <code style="font-family: ui-monospace; background-color: rgba(129, 139, 152, 0.12);">npm ci</code>&nbsp;first,<span>&nbsp;</span><a href="https://example.org/docs#a" style="color: rgb(9, 105, 218); text-decoration: underline;">then read</a>.</p></div><div class="highlight highlight-source-shell"><pre><span class="pl-c1">cd</span> app
npm start</pre></div><h4>Small</h4><dl><dt>Term</dt><dd>Meaning</dd></dl><div class="markdown-alert markdown-alert-warning"><p class="markdown-alert-title">Warning</p><p>Careful.</p></div><span class="katex"><span class="katex-mathml"><math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mrow><mi>x</mi></mrow><annotation encoding="application/x-tex">x^2</annotation></semantics></math></span><span class="katex-html" aria-hidden="true">x2</span></span>`;

export const OUTLOOK_BROKEN = `<div><b>open <i>both</b> closed</i><p>one<p>two<li>loose<table><tr><td>cell</table></span></font><h5>end`;

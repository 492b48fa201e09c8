import sharp from "sharp";

/** The photo in the story: a loaf on a towel, drawn. A JPEG. */
export const takeLoaf = (): Promise<Buffer> =>
  sharp(Buffer.from(drawing)).jpeg({ quality: 88 }).toBuffer();

const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="1400" height="824" viewBox="0 6 350 206" preserveAspectRatio="xMidYMid slice">
<defs>
<radialGradient id="bl" cx=".22" cy=".1" r="1">
<stop offset="0" stop-color="#F6E6C6"/>
<stop offset=".5" stop-color="#B99873"/>
<stop offset="1" stop-color="#3F2D1F"/>
</radialGradient>
<radialGradient id="bc" cx=".34" cy=".2" r=".85">
<stop offset="0" stop-color="#E9B56E"/>
<stop offset=".45" stop-color="#B8722F"/>
<stop offset="1" stop-color="#4C270D"/>
</radialGradient>
<linearGradient id="bt" x1="0" y1="0" x2="1" y2="1">
<stop offset="0" stop-color="#EFE7D8"/>
<stop offset="1" stop-color="#8E8170"/>
</linearGradient>
<filter id="bs">
<feGaussianBlur stdDeviation="7"/>
</filter>
<filter id="bs2">
<feGaussianBlur stdDeviation="1.1"/>
</filter>
</defs>
 <rect width="350" height="220" fill="url(#bl)"/>
 <g filter="url(#bs)" opacity=".55">
<rect x="18" y="-6" width="52" height="104" fill="#FFF9EA"/>
<rect x="84" y="-6" width="52" height="104" fill="#FFF3D6"/>
</g>
 <path d="M-10 150L360 132V230H-10Z" fill="#6B4A30"/>
<path d="M-10 150L360 132V142L-10 162Z" fill="#8E6744"/>
 <path d="M26 176L196 142L338 168L170 222Z" fill="url(#bt)"/>
<g stroke="#A13A2C" stroke-width="2.2" opacity=".85">
<path d="M38 176L178 212M48 173L190 208"/>
<path d="M180 218L332 172" stroke-width="1.6"/>
</g>
 <ellipse cx="196" cy="176" rx="108" ry="18" fill="#2A190D" opacity=".55" filter="url(#bs)"/>
 <g filter="url(#bs2)">
<path d="M92 164C86 118 128 84 186 82C246 80 292 108 292 150C292 174 258 184 190 184C130 184 95 182 92 164Z" fill="url(#bc)"/>
 <g fill="none" stroke="#F0CF98" stroke-width="9" stroke-linecap="round" opacity=".8">
<path d="M134 104C150 116 156 134 154 152"/>
<path d="M178 92C196 106 204 128 200 150"/>
<path d="M226 94C242 108 250 128 246 148"/>
</g>
<g fill="none" stroke="#6A3812" stroke-width="2.6" opacity=".7">
<path d="M140 102C157 116 162 134 160 154"/>
<path d="M185 90C203 106 210 128 206 152"/>
<path d="M232 93C248 108 256 128 252 150"/>
</g>
 <path d="M104 150C106 118 140 94 186 90" stroke="#F7DFB4" stroke-width="4" fill="none" opacity=".6" stroke-linecap="round"/>
</g>
 <g filter="url(#bs2)">
<path d="M290 96C300 92 318 92 328 96L324 150C318 156 300 156 294 150Z" fill="#D9D2C2"/>
<path d="M290 96C300 101 318 101 328 96L327 104C318 109 301 109 291 104Z" fill="#A13A2C" opacity=".8"/>
</g>
 </svg>`;

/**
 * What cameras and their servers send where no plate was read, in the languages of their makers and users.
 * Spelt as people write them; any spelling that compares as equal is meant. Where one of them is the plate of
 * a car, NO_PLATE_WORDS takes it out.
 */
export const DEFAULT_NO_PLATE_WORDS: readonly string[] = [
  // what programs write for a missing value
  ...["null", "(nil)", "none", "undefined", "NaN", "n/a", "empty", "error"],
  ...["not available", "not applicable", "no value", "no data", "no result", "missing"],
  // English
  ...["unknown", "unknown plate", "plate unknown", "unlicensed", "unlicenced", "unregistered"],
  ...["no plate", "no plates", "no plate found", "no plate detected", "no plate read"],
  ...[
    "no licence",
    "no license",
    "no licence plate",
    "no license plate",
    "no number plate",
    "no LP",
  ],
  ...["without plate", "no number", "no text", "no match", "no reg", "no registration", "no VRN"],
  ...[
    "not read",
    "no read",
    "unread",
    "unreadable",
    "not readable",
    "unrecognized",
    "unrecognised",
  ],
  ...["not recognized", "not recognised", "not detected", "not found", "not identified"],
  ...["unidentified", "undetected", "illegible", "read error", "no OCR", "invalid"],
  // Chinese, Japanese, Korean
  ...["无牌车", "无牌", "无车牌", "无号牌", "未识别", "未识别车牌", "无法识别", "未知", "未知车牌"],
  ...["未检测", "未检测到", "未上牌", "车牌不明", "無牌車", "無牌", "無車牌", "無號牌", "未識別"],
  ...["無法識別", "未偵測", "未檢測", "車牌不明", "不明", "ナンバーなし", "ナンバー不明"],
  ...["ナンバープレートなし", "読取不可", "読取不能", "認識不可", "認識不能", "認識失敗", "未認識"],
  ...["미인식", "인식불가", "인식 실패", "번호판 없음", "번호 없음", "무번호", "없음", "알수없음"],
  // Spanish, Portuguese, Italian, French
  ...["sin placa", "sin placas", "sin matrícula", "sin matricula", "sin patente", "desconocido"],
  ...["desconocida", "no identificado", "no identificada", "no reconocida", "no leída", "no leida"],
  ...["ilegible", "ninguno", "ninguna", "sem placa", "sem matrícula", "sem matricula"],
  ...["desconhecido", "desconhecida", "não identificado", "nao identificado", "não identificada"],
  ...["nao identificada", "não lida", "nao lida", "ilegível", "ilegivel", "senza targa"],
  ...["sconosciuto", "sconosciuta", "non riconosciuta", "non letta", "illeggibile", "sans plaque"],
  ...["inconnu", "inconnue", "plaque inconnue", "non lu", "non lue", "non reconnue", "illisible"],
  // German, Dutch, Nordic
  ...["ohne Kennzeichen", "kein Kennzeichen", "unbekannt", "nicht erkannt", "nicht lesbar"],
  ...["nicht gelesen", "unlesbar", "geen kenteken", "geen plaat", "zonder kenteken"],
  ...["onbekend", "onleesbaar", "niet herkend", "ukjent", "ukendt", "okänd", "tuntematon"],
  ...["uden nummerplade", "uten skilt", "utan skylt", "ingen plade", "ingen skylt", "ei kilpeä"],
  // Slavic languages, Hungarian, Romanian, Greek, Turkish
  ...["без номера", "без номеров", "нет номера", "номера нет", "неизвестно", "неизвестный"],
  ...["неизвестен", "не распознан", "не распознано", "не определен", "не определён", "невідомо"],
  ...["невідомий", "немає номера", "не розпізнано", "без номеру", "няма номер", "неизвестна"],
  ...["без табела", "brak", "brak tablicy", "brak tablic", "nieznany", "nieznana", "nieznane"],
  ...["nieczytelna", "neznámá", "neznámé", "neznámy", "bez SPZ", "bez značky", "nepoznato"],
  ...["nepoznata", "nepoznano", "bez tablica", "ismeretlen", "nincs rendszám", "necunoscut"],
  ...["fără număr", "fara numar", "χωρίς πινακίδα", "χωρις πινακιδα", "άγνωστο", "αγνωστο"],
  ...["άγνωστη", "αγνωστη", "plakasız", "plakasiz", "plaka yok", "bilinmiyor", "okunamadı"],
  ...["okunamadi", "tanımsız", "tanimsiz"],
  // Arabic, Persian, Hebrew, Thai, Vietnamese, Indonesian, Hindi
  ...["بدون لوحة", "بدون لوحه", "لا توجد لوحة", "غير معروف", "غير معروفة", "غير مقروءة"],
  ...["مجهول", "بدون پلاک", "فاقد پلاک", "نامشخص", "ناشناخته", "ناخوانا", "ללא לוחית", "לא ידוע"],
  ...["לא זוהה", "ไม่มีป้าย", "ไม่มีป้ายทะเบียน", "ไม่มีทะเบียน", "ไม่ทราบ", "ไม่พบ"],
  ...["อ่านไม่ได้", "không biển", "không biển số", "khong bien so", "không rõ", "không xác định"],
  ...["tanpa plat", "tidak ada plat", "tidak diketahui", "tidak dikenal", "tidak terbaca"],
  ...["tiada plat", "अज्ञात", "बिना नंबर", "नंबर नहीं"],
];

"""What is asked of a town in a year, and in which ways it can fall short.

Periods: fy wants the year itself, prev the year before, cover any years
with it among them, now no year at all; either has no sure rule, so that the
year and the one before both do.
"""

PAGES = {"structure", "executives", "authority", "contact", "news", "qa",
         "eservice", "complaint_channel"}
NONE_STATED = {"complaint_stats", "gift_report", "nogift_report",
               "proc_announce"}

ITEMS = {
    2567: [
        ("o1", "โครงสร้าง", [("structure", "now")]),
        ("o2", "ข้อมูลผู้บริหาร", [("executives", "now")]),
        ("o3", "อำนาจหน้าที่", [("authority", "now")]),
        ("o4", "ข้อมูลการติดต่อ", [("contact", "now")]),
        ("o5", "ข่าวประชาสัมพันธ์", [("news", "fy")]),
        ("o6", "Q&A", [("qa", "now")]),
        ("o7", "แผนยุทธศาสตร์หรือแผนพัฒนาหน่วยงาน", [("strategy_plan", "cover")]),
        ("o8", "แผนและความก้าวหน้าในการดำเนินงานและการใช้งบประมาณประจำปี",
         [("action_plan", "fy"), ("monitor_6m", "fy")]),
        ("o9", "รายงานผลการดำเนินงานประจำปี", [("annual_report", "prev")]),
        ("o10", "คู่มือหรือแนวทางการปฏิบัติงานของเจ้าหน้าที่", [("staff_manual", "now")]),
        ("o11", "คู่มือหรือแนวทางการให้บริการสำหรับผู้รับบริการหรือผู้มาติดต่อ",
         [("service_manual", "now")]),
        ("o12", "ข้อมูลสถิติการให้บริการ", [("service_stats", "either")]),
        ("o13", "E-Service", [("eservice", "now")]),
        ("o14", "รายการการจัดซื้อจัดจ้างหรือการจัดหาพัสดุ", [("proc_list", "fy")]),
        ("o15", "ประกาศต่าง ๆ เกี่ยวกับการจัดซื้อจัดจ้างหรือการจัดหาพัสดุ",
         [("proc_announce", "fy")]),
        ("o16", "ความก้าวหน้าการจัดซื้อจัดจ้างหรือการจัดหาพัสดุ", [("proc_progress", "fy")]),
        ("o17", "รายงานสรุปผลการจัดซื้อจัดจ้างหรือการจัดหาพัสดุประจำปี",
         [("proc_annual", "prev")]),
        ("o18", "แผนการบริหารและพัฒนาทรัพยากรบุคคล", [("hr_plan", "fy")]),
        ("o19", "รายงานผลการบริหารและพัฒนาทรัพยากรบุคคลประจำปี", [("hr_report", "prev")]),
        ("o20", "ประมวลจริยธรรมสำหรับเจ้าหน้าที่ของรัฐ", [("ethics_code", "now")]),
        ("o21", "การขับเคลื่อนจริยธรรม", [("ethics_drive", "fy")]),
        ("o22", "แนวปฏิบัติการจัดการเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ",
         [("complaint_guideline", "now")]),
        ("o23", "ช่องทางแจ้งเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ",
         [("complaint_channel", "now")]),
        ("o24", "ข้อมูลสถิติเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ",
         [("complaint_stats", "either")]),
        ("o25", "การเปิดโอกาสให้เกิดการมีส่วนร่วม", [("participation", "fy")]),
        ("o26", "ประกาศเจตนารมณ์นโยบาย No Gift Policy จากการปฏิบัติหน้าที่",
         [("nogift_declare", "fy")]),
        ("o27", "การสร้างวัฒนธรรม No Gift Policy", [("nogift_culture", "fy")]),
        ("o28", "รายงานผลตามนโยบาย No Gift Policy", [("nogift_report", "either")]),
        ("o29", "รายงานการรับทรัพย์สินหรือประโยชน์อื่นใดโดยธรรมจรรยา",
         [("gift_report", "either")]),
        ("o30", "การประเมินความเสี่ยงการทุจริตในประเด็นที่เกี่ยวข้องกับสินบน",
         [("risk_assess", "fy")]),
        ("o31", "รายงานผลการดำเนินการเพื่อจัดการความเสี่ยงการทุจริตและประพฤติมิชอบประจำปี",
         [("risk_report", "either")]),
        ("o32", "แผนปฏิบัติการป้องกันการทุจริต", [("ac_plan", "cover")]),
        ("o33", "รายงานผลการดำเนินการป้องกันการทุจริตประจำปี", [("ac_report", "prev")]),
        ("o34", "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน", [("measures", "fy")]),
        ("o35", "รายงานผลการดำเนินการเพื่อส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน",
         [("measures_report", "either")])],
    2568: [
        ("o1", "โครงสร้างและอำนาจหน้าที่", [("structure", "now"), ("authority", "now")]),
        ("o2", "ข้อมูลผู้บริหาร", [("executives", "now")]),
        ("o3", "ข้อมูลการติดต่อ", [("contact", "now"), ("qa", "now")]),
        ("o4", "ข่าวประชาสัมพันธ์", [("news", "fy")]),
        ("o5", "แผนยุทธศาสตร์หรือแผนพัฒนาหน่วยงาน", [("strategy_plan", "cover")]),
        ("o6", "แผนและความก้าวหน้าในการดำเนินงานและการใช้งบประมาณประจำปี พ.ศ. 2568",
         [("action_plan", "fy"), ("monitor_6m", "fy")]),
        ("o7", "รายงานผลการดำเนินงานประจำปี พ.ศ. 2567", [("annual_report", "prev")]),
        ("o8", "คู่มือหรือแนวทางการปฏิบัติงานของเจ้าหน้าที่", [("staff_manual", "now")]),
        ("o9", "คู่มือหรือแนวทางการขอรับบริการสำหรับผู้รับบริการหรือผู้มาติดต่อ",
         [("service_manual", "now")]),
        ("o10", "E-Service", [("eservice", "now")]),
        ("o11", "ข้อมูลสถิติการให้บริการ", [("service_stats", "either")]),
        ("o12", "รายการการจัดซื้อจัดจ้างหรือการจัดหาพัสดุ "
         "และความก้าวหน้าการจัดซื้อจัดจ้างหรือการจัดหาพัสดุ",
         [("proc_list", "fy"), ("proc_progress", "fy")]),
        ("o13", "รายงานผลการจัดซื้อจัดจ้างหรือการจัดหาพัสดุประจำปี พ.ศ. 2567",
         [("proc_annual", "prev")]),
        ("o14", "แผนการบริหารและพัฒนาทรัพยากรบุคคล ประจำปี พ.ศ. 2568", [("hr_plan", "fy")]),
        ("o15", "รายงานผลการบริหารและพัฒนาทรัพยากรบุคคลประจำปี พ.ศ. 2567",
         [("hr_report", "prev")]),
        ("o16", "ประมวลจริยธรรมและการขับเคลื่อนจริยธรรม",
         [("ethics_code", "now"), ("ethics_drive", "fy")]),
        ("o17", "แนวปฏิบัติการจัดการเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ",
         [("complaint_guideline", "now")]),
        ("o18", "ช่องทางแจ้งเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ",
         [("complaint_channel", "now")]),
        ("o19", "ข้อมูลสถิติเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ ประจำปี พ.ศ. 2567",
         [("complaint_stats", "prev")]),
        ("o20", "การเปิดโอกาสให้เกิดการมีส่วนร่วม", [("participation", "either")]),
        ("o21", "ประกาศเจตนารมณ์และการสร้างวัฒนธรรมตามนโยบาย No Gift Policy "
         "จากการปฏิบัติหน้าที่",
         [("nogift_declare", "fy"), ("nogift_culture", "fy")]),
        ("o22", "รายงานการรับทรัพย์สินหรือประโยชน์อื่นใดโดยธรรมจรรยา",
         [("gift_report", "either")]),
        ("o23", "การประเมินความเสี่ยงที่อาจเกิดการให้หรือรับสินบนจากการดำเนินงาน"
         "ตามภารกิจของหน่วยงาน ประจำปี พ.ศ. 2568", [("risk_assess", "fy")]),
        ("o24", "รายงานผลการดำเนินการเพื่อจัดการความเสี่ยง ประจำปี พ.ศ. 2567",
         [("risk_report", "prev")]),
        ("o25", "แผนปฏิบัติการป้องกันการทุจริต ประจำปี พ.ศ. 2568", [("ac_plan", "cover")]),
        ("o26", "รายงานผลการดำเนินการป้องกันการทุจริต ประจำปี พ.ศ. 2567",
         [("ac_report", "prev")]),
        ("o27", "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน", [("measures", "fy")]),
        ("o28", "รายงานผลการดำเนินการเพื่อส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน "
         "ประจำปี พ.ศ. 2567", [("measures_report", "prev")])]}

# The parts whose absence makes an item incomplete, where a source says so.
PARTS = {
    2567: {"o1": ["both_sides"], "o2": ["photo", "contact", "both_sides"],
           "o3": ["not_whole_law"],
           "o25": ["issue", "people", "result", "use"]},
    2568: {"o1": ["both_sides", "not_whole_law"],
           "o2": ["photo", "contact", "both_sides"],
           "o9": ["time", "channel", "fee", "documents"]}}

# Which ask of a two-ask item may be the one that is not there.
HALVES = {"o1": ("authority",), "o3": ("qa",), "o6": ("action_plan",
          "monitor_6m"), "o8": ("action_plan", "monitor_6m"),
          "o12": ("proc_progress",), "o16": ("ethics_drive",),
          "o21": ("nogift_culture",)}

# Asks that real sites file under one label.
JOINT = {("action_plan", "monitor_6m"): "action_joint",
         ("proc_list", "proc_progress"): "proc_joint",
         ("ethics_code", "ethics_drive"): "ethics_joint",
         ("nogift_declare", "nogift_culture"): "nogift_joint"}

# fate: verdict, reason ("" where several would do), how often among the faults
PAGE_FATES = {
    "not_found": ("missing", "not_found", 2),
    "label": ("missing", "", 1),
    "hash": ("missing", "label_only", 1),
    "placeholder": ("missing", "label_only", 2),
    "dead": ("missing", "broken_link", 2),
    "soft_404": ("missing", "soft_404", 2),
    "empty": ("missing", "empty", 1),
    "news_only": ("missing", "", 1),
    "error": ("cannot_tell", "error", 1)}
PAPER_FATES = {
    **PAGE_FATES,
    "empty": ("missing", "empty", 2),
    "dead_file": ("missing", "broken_link", 2),
    "zero": ("missing", "empty", 1),
    "draft": ("missing", "", 2),
    "other_agency": ("missing", "", 2),
    "scan": ("cannot_tell", "scan_unread", 3),
    "locked": ("cannot_tell", "unreadable", 1),
    "drive": ("cannot_tell", "off_site", 2),
    "facebook": ("cannot_tell", "off_site", 1),
    "robots": ("cannot_tell", "robots", 1),
    "error_file": ("cannot_tell", "error", 1)}
DATED_FATES = {"stale": ("stale", "wrong_year", 9),
               "stale_label": ("stale", "wrong_year", 4)}

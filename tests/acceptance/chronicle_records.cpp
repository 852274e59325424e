#include "tests/acceptance/chronicle_records.hpp"

#include <array>
#include <numeric>

namespace yuanquan::acceptance {

namespace {

constexpr const char* kGroup = "62098120820002", *kVillage = "620981208200", *kYear = "2016";
constexpr std::size_t kCountyCount = std::size(kCounties);

std::string text(long number) { return std::to_string(number); }
std::string date(std::size_t i) {  // Some day of the year.
    const auto month = text(static_cast<long>(1 + i % 11)), day = text(static_cast<long>(1 + i * 7 % 28));
    return std::string(kYear) + '-' + (month.size() < 2 ? "0" : "") + month + '-' + (day.size() < 2 ? "0" : "") + day;
}
std::string name(std::size_t i) {
    static const char* const kSurnames[] = {"马", "王", "李", "张", "妥", "赵", "杨", "白", "陈", "罗"};
    static const char* const kGiven[] = {"文忠", "秀兰", "建国", "玉梅", "哈三", "阿西亚", "志强", "春花", "永福", "吉仁"};
    return std::string(kSurnames[i % 10]) + kGiven[i / 10 % 10];
}
// A share of a total for each of n entries, unequal, adding up to it.
std::vector<long> shares(long total, std::size_t n) {
    std::vector<long> out(n, total / static_cast<long>(n));
    for (std::size_t i = 0; i + 1 < n; i += 2) {
        const long moved = out[i] / 5 * static_cast<long>(i % 3);
        out[i] -= moved;
        out[i + 1] += moved;
    }
    out.back() += total - std::accumulate(out.begin(), out.end(), 0L);
    return out;
}
// GB 11643 with its check character.
std::string identity_number(std::size_t i, const std::string& birth, bool male) {
    static constexpr std::array<int, 17> kWeights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    auto order = text(static_cast<long>(2 * (100 + i % 350) + (male ? 1 : 0)));
    std::string number = "620981" + birth + order;
    int sum = 0;
    for (std::size_t k = 0; k < kWeights.size(); ++k) sum += kWeights[k] * (number[k] - '0');
    return number + "10X98765432"[sum % 11];
}

class Writer {
  public:
    std::vector<Entry> run(const std::vector<std::string>& townships) {
        households();
        duties();
        leadership_and_funds();
        trainings();
        facilities();
        fairs();
        aid();
        mutual();
        services();
        stations(townships);
        events();
        return std::move(entries_);
    }

  private:
    Entry& add(std::string form, std::string area, Answers answers) {
        entries_.push_back({std::move(form), std::move(area), std::move(answers), {}});
        return entries_.back();
    }
    static std::string household_number(std::size_t i) { return "62098120820020" + text(static_cast<long>(10 + i)); }

    // Sixteen in group 2 of Yuanquan, seven of them lifted out and two to be; some elsewhere.
    void households() {
        for (std::size_t i = 0; i < 16 + 2 * kCountyCount; ++i) {
            const bool yuanquan = i < 16;
            const std::string area = yuanquan ? kGroup : kCounties[(i - 16) % kCountyCount];
            Answers answers{{"survey_year", kYear}, {"household_number", household_number(i)}, {"head_name", name(i)}, {"household_type", i % 4 == 3 ? "2" : "1"},
                            {"year_registered", "2013"}};
            if (yuanquan && i < 7) answers.emplace_back("year_lifted", i < 3 ? "2015" : kYear);
            if (yuanquan && (i == 7 || i == 8)) answers.emplace_back("exit_planned", kYear);
            for (const auto& answer : Answers{{"main_cause", i % 3 == 0 ? "01" : i % 3 == 1 ? "07" : "09"}, {"danger_grade", i % 5 == 0 ? "C" : "B"},
                                              {"safe_water", "1"}, {"wages", text(9000 + static_cast<long>(i) * 400)}, {"production_income", "8000"},
                                              {"production_cost", "3000"}, {"property", "0"}}) {
                answers.push_back(answer);
            }
            auto& entry = add("household", area, answers);
            Roster members{"members", {}};
            for (std::size_t k = 0; k < 2 + i % 3; ++k) {
                const auto year = text(static_cast<long>(1950 + 12 * k + i % 10));
                members.rows.push_back({{"name", k == 0 ? name(i) : name(i + 31 * k)}, {"relation", k == 0 ? "02" : k == 1 ? "12" : "20"}, {"document_type", "111"},
                                        {"document_number", identity_number(i * 5 + k, year + "0312", k != 1)}, {"sex", k == 1 ? "2" : "1"}, {"birth_date", year + "-03-12"},
                                        {"ethnic_group", i % 2 == 0 ? "26" : "01"}, {"education", "70"}, {"health", "1"}, {"working_capacity", "2"}, {"medical_insurance", "1"},
                                        {"pension_insurance", "1"}, {"minimum_living", i % 4 == 3 ? "1" : "0"}});
            }
            entry.rosters.push_back(std::move(members));
            entry.rosters.push_back({"plan", {{{"kind", i % 2 == 0 ? "1" : "2"}, {"content", i % 2 == 0 ? "养羊 20 只" : "电焊培训后外出务工"}, {"responsible", name(i + 50)},
                                               {"due", i % 2 == 0 ? "2016-11-30" : "2027-12-31"}, {"money", "5000"}, {"progress", i < 7 ? "2" : "1"}}}});
            entry.rosters.push_back({"ledger", {{{"date", date(i)}, {"who", name(i + 50)}, {"done", "入户走访，核对收入"}, {"kind", "1"}}}});
        }
    }

    void duties() {
        auto& team = add("duty", kGroup, {{"kind", "team"}, {"subject", "源泉村二组帮扶工作队"}, {"unit", "市总工会"}, {"from", "2016-01-10"}});
        team.rosters.push_back({"people", {}});
        for (std::size_t i = 0; i < 12; ++i) team.rosters[0].rows.push_back({{"name", name(i + 50)}, {"person_rank", i < 4 ? "section" : "other"}});
        for (std::size_t i = 0; i < 8; ++i) {
            auto& leader = add("duty", kGroup, {{"kind", "assignment"}, {"subject", name(i + 60)}, {"unit", "市总工会"}, {"rank", i < 2 ? "county" : "section"}, {"from", "2016-01-10"}});
            leader.rosters.push_back({"households", {}});
            for (std::size_t k = 2 * i; k < 2 * i + 2; ++k) leader.rosters[0].rows.push_back({{"household_number", household_number(k)}, {"head_name", name(k)}, {"visits_planned", "6"}});
            add("duty", kGroup, {{"kind", "assessment"}, {"subject", name(i + 60)}, {"unit", "市总工会"}, {"rank", "section"}, {"from", "2016-01-10"}, {"assessed_on", "2016-12-05"},
                                 {"assessed_by", "督查组"}, {"visits_planned_total", "12"}, {"visits_made", text(10 + static_cast<long>(i % 4))}, {"score", text(84 + static_cast<long>(i))}, {"grade", "2"}});
        }
        auto& rota = add("duty", kGroup, {{"kind", "rota"}, {"subject", "驻村第一组"}, {"unit", "市总工会"}, {"rank", "section"}, {"from", "2016-03-01"}, {"until", "2016-05-31"}});
        rota.rosters.push_back({"people", {{{"name", name(50)}, {"person_rank", "section"}}, {{"name", name(51)}, {"person_rank", "section"}}}});
    }

    void leadership_and_funds() {
        for (std::size_t i = 0; i < 13; ++i) {
            add("leadership", kGroup, {{"kind", "visit"}, {"date", date(i)}, {"led_by", name(i % 4 + 80)}, {"level", "city"}, {"households_visited", text(3 + static_cast<long>(i % 5))}, {"topic", "走访慰问贫困户"}});
        }
        add("leadership", kGroup, {{"kind", "visit"}, {"date", date(3)}, {"led_by", name(90)}, {"level", "county"}, {"households_visited", "4"}, {"topic", "包组领导走访"}});
        for (std::size_t i = 0; i < 5; ++i) {
            add("leadership", kCity, {{"kind", "meeting"}, {"date", date(2 * i)}, {"led_by", name(80)}, {"level", "city"}, {"topic", "研究精准扶贫工作"}, {"decided", "落实到户资金和培训"}});
        }
        for (std::size_t i = 0; i < 16; ++i) {
            add("fund", kGroup, {{"date", "2016-05-20"}, {"household_number", household_number(i)}, {"head_name", name(i)}, {"amount", "5000"}, {"use", i % 2 == 0 ? "1" : "2"},
                                 {"project", i % 2 == 0 ? "基础母羊" : "枸杞种植"}, {"source", "市总工会"}});
        }
    }

    // In three years 300 courses and 65,000 attendances, 12,000 of migrant workers; one older return that no longer counts.
    void trainings() {
        add("training", kVillage, {{"trainees", "villagers"}, {"topic", "电焊、砌筑技能培训"}, {"held_by", "市总工会"}, {"courses", "1"}, {"days", "5"}, {"attendances", "150"}, {"money", "46200"}});
        const char* const years[] = {"2014", "2015", "2016"};
        const char* const migrants[] = {"620921", "620922", "620981"};
        const auto migrant_people = shares(12'000, 9), people = shares(65'000 - 12'000 - 150, 3 * kCountyCount), courses = shares(300 - 1 - 45, 3 * kCountyCount);
        for (std::size_t i = 0; i < 9; ++i) {
            add("training", migrants[i % 3], {{"trainees", "migrant"}, {"topic", "农民工技能培训"}, {"year", years[i / 3]}, {"held_by", "县总工会"}, {"courses", "5"}, {"attendances", text(migrant_people[i])}});
        }
        for (std::size_t i = 0; i < people.size(); ++i) {
            add("training", kCounties[i % kCountyCount], {{"trainees", "workers"}, {"topic", "职工技能培训"}, {"year", years[i / kCountyCount]}, {"held_by", "县总工会"},
                                                           {"courses", text(courses[i])}, {"attendances", text(people[i])}});
        }
        add("training", kCounties[0], {{"trainees", "workers"}, {"topic", "往年培训"}, {"year", "2013"}, {"held_by", "县总工会"}, {"courses", "40"}, {"attendances", "5000"}});
    }

    void facilities() {
        add("facility", kVillage, {{"kind", "union"}, {"name", "源泉村工会联合会"}, {"money", "4000"}});
        add("facility", kVillage, {{"kind", "home"}, {"name", "源泉村农民工之家"}, {"money", "3000"}});
        add("facility", kVillage, {{"kind", "book_room"}, {"name", "源泉村书屋"}, {"money", "3000"}, {"goods_value", "20000"}, {"books", "1000"}, {"computers", "2"}});
        for (std::size_t i = 0; i < 30; ++i) {
            const std::string county = kCounties[i % kCountyCount];
            add("facility", county, {{"kind", "model_book_room"}, {"name", "示范书屋 " + text(static_cast<long>(i + 1))}, {"level", i < 7 ? "city" : "county"}});
        }
    }

    void fairs() {
        const auto employers = shares(112, kCountyCount * 3), posts = shares(1'300, kCountyCount * 3);
        for (std::size_t i = 0; i < kCountyCount; ++i) {
            auto& fair = add("fair", kCounties[i], {{"campaign", i % 2 == 0 ? "spring" : "private"}, {"name", i % 2 == 0 ? "春风行动招聘会" : "民营企业招聘周"}, {"date", date(i)}, {"visitors", text(400 + 50 * static_cast<long>(i))}});
            fair.rosters.push_back({"employers", {}});
            for (std::size_t k = 3 * i; k < 3 * i + 3; ++k) fair.rosters[0].rows.push_back({{"employer", "企业第 " + text(static_cast<long>(k + 1)) + " 组"}, {"number", text(employers[k])}, {"posts", text(posts[k])}});
        }
        const auto more_employers = shares(240, 8), more_posts = shares(3'200, 8);
        auto& expo = add("fair", "620982", {{"campaign", "expo"}, {"name", "助力文博会专场招聘会"}, {"date", "2016-08-18"}, {"visitors", "5000"}, {"hired", "860"}});
        expo.rosters.push_back({"employers", {}});
        for (std::size_t k = 0; k < 8; ++k) expo.rosters[0].rows.push_back({{"employer", "行业 " + text(static_cast<long>(k + 1))}, {"number", text(more_employers[k])}, {"posts", text(more_posts[k])}});
    }

    void aid() {
        const auto give = [&](const char* gift, const char* target, std::size_t n, long people, long yuan, const char* what) {
            const auto heads = shares(people, n), money = shares(yuan, n);
            for (std::size_t i = 0; i < n; ++i) {
                Answers answers{{"gift", gift}, {"target", target}, {"date", date(i)}, {"recipient", std::string(what) + " " + text(static_cast<long>(i + 1))}};
                if (people > 0) answers.emplace_back("people", text(heads[i]));
                answers.emplace_back("form", "money");
                answers.emplace_back("amount", text(money[i]));
                add("aid", kCounties[i % kCountyCount], answers);
            }
        };
        give("winter", "person", 42, 6'406, 4'310'000, "困难职工群众名册");
        give("winter", "firm", 7, 0, 370'000, "困难企业");
        give("summer", "group", 14, 3'000, 123'000, "一线职工");
        give("autumn", "person", 24, 240, 480'000, "困难学生名册");
    }

    void mutual() {
        const auto people = shares(18'000, 109), fees = shares(1'100'000, 109), payouts = shares(416'000, 382);
        for (std::size_t i = 0; i < 109; ++i) {
            add("mutual", kCounties[i % kCountyCount], {{"kind", "join"}, {"unit", "单位 " + text(static_cast<long>(i + 1))}, {"date", date(i)}, {"people", text(people[i])}, {"fee", text(fees[i])}});
        }
        for (std::size_t i = 0, claim = 0; claim < 382; ++i) {
            auto& entry = add("mutual", kCounties[i % kCountyCount], {{"kind", "claim"}, {"unit", "单位 " + text(static_cast<long>(i + 1))}, {"date", date(i)}});
            entry.rosters.push_back({"claims", {}});
            for (std::size_t k = 0; k < 20 && claim < 382; ++k, ++claim) {
                entry.rosters[0].rows.push_back({{"name", name(claim)}, {"payout", text(payouts[claim])}});
            }
        }
    }

    void services() {
        const char* const actions[] = {"union", "employment", "skills", "relief", "care"};
        const char* const batches[] = {"employment", "coverage", "relief", "mutual", "exit"};
        const char* const channels[] = {"hotline", "site", "wechat", "qq", "visit"};
        for (std::size_t i = 0; i < 35; ++i) {
            Answers answers{{"date", date(i)}, {"name", name(i + 20)}, {"migrant", i % 3 == 2 ? "0" : "1"}};
            if (i % 3 != 2) answers.emplace_back("action", actions[i % 5]);
            if (i % 2 == 0) answers.emplace_back("batch", batches[i % 5]);
            answers.emplace_back("content", "提供帮扶服务");
            add("service", kCounties[i % kCountyCount], answers);
            Answers request{{"received", "2016-04-01"}, {"channel", channels[i % 5]}, {"kind", i % 2 == 0 ? "wages" : "law"}, {"subject", "诉求 " + text(static_cast<long>(i + 1))}};
            if (i % 7 != 6) {
                request.emplace_back("answered_on", "2016-04-12");
                request.emplace_back("answer", "已协调解决");
            }
            add("request", kCounties[i % kCountyCount], request);
        }
    }

    void stations(const std::vector<std::string>& townships) {
        add("station", kCity, {{"level", "city"}, {"name", "酒泉市困难职工帮扶中心"}, {"opened", "2005-06-01"}, {"staff", "6"}});
        for (const std::string county : kCounties) {
            add("station", county, {{"level", "county"}, {"name", "县级帮扶站 " + county}, {"parent_station", "酒泉市困难职工帮扶中心"}, {"opened", "2008-06-01"}});
        }
        for (const auto& township : townships) {
            add("station", township, {{"level", "township"}, {"name", "帮扶点 " + township}, {"parent_station", "县级帮扶站 " + township.substr(0, 6)}});
        }
    }

    void events() {
        const char* const kinds[] = {"labour", "skill", "safety"};
        const std::size_t n = 5 * 3 * kCountyCount;
        const auto count = shares(5'000, n), people = shares(325'000, n);
        for (std::size_t i = 0; i < n; ++i) {
            add("event", kCounties[i % kCountyCount], {{"kind", kinds[i / kCountyCount % 3]}, {"unit", "县总工会"}, {"year", text(2012 + static_cast<long>(i / (3 * kCountyCount)))},
                                                        {"events", text(count[i])}, {"participants", text(people[i])}});
        }
        for (std::size_t i = 0; i < 14; ++i) {
            auto& entry = add("event", kCounties[i % kCountyCount], {{"kind", "supervisor"}, {"unit", "单位 " + text(static_cast<long>(i + 1))}});
            entry.rosters.push_back({"people", {}});
            for (std::size_t k = 0; k < 16; ++k) entry.rosters[0].rows.push_back({{"name", name(16 * i + k)}});
        }
    }

    std::vector<Entry> entries_;
};

}  // namespace

std::vector<Entry> chronicle_entries(const std::vector<std::string>& townships) { return Writer().run(townships); }

}  // namespace yuanquan::acceptance

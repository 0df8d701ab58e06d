#include "record/prepared_record.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace doublon::record {
namespace {

PreparedView ViewOf(std::string_view bytes) {
  return PreparedView(reinterpret_cast<const std::byte*>(bytes.data()));
}

TEST(PreparedRecordTest, ARecordWithoutValuesIsAHeader) {
  PreparedBuilder builder;
  builder.Clear();
  const PreparedView view = ViewOf(builder.Finish());
  EXPECT_EQ(view.size(), kHeadBytes);
  EXPECT_EQ(view.value_count(), 0U);
  EXPECT_TRUE(view.all().empty());
  EXPECT_TRUE(view.values(kFamilyField).empty());
  EXPECT_FALSE(view.has(kCouple));
}

TEST(PreparedRecordTest, EachKindReadsBackWhatWasAdded) {
  PreparedBuilder builder;
  builder.Clear();
  builder.SetFlag(kCouple);
  builder.AddGender('f');
  builder.AddPlain(kPostcodeField, 0, "69003");
  builder.AddStreet(kSuspect, 12, 'b', 7, "lilas");
  builder.AddPhone(kShared, "33199000001", PhoneType::kLandline);
  builder.AddEmail(kRepaired, "jean@example.org");
  builder.AddDate(kBirthDateField, 0, 1950, 4, 3);
  builder.AddName(kFamilyField, kBirthNameFlag, "le gall", 17, 18);
  builder.AddNumber(kFirstCustomField, 0, -2.5);
  const PreparedView view = ViewOf(builder.Finish());

  EXPECT_TRUE(view.has(kCouple));
  EXPECT_FALSE(view.has(kOrganisation));
  EXPECT_EQ(view.value_count(), 8U);
  const ValueView family = view.values(kFamilyField)[0];
  EXPECT_EQ(family.name_text(), "le gall");
  EXPECT_EQ(family.fr_key_hash(), 17U);
  EXPECT_EQ(family.skeleton_hash(), 18U);
  EXPECT_EQ(family.extra(), 2U);
  EXPECT_TRUE(family.has(kBirthNameFlag));
  EXPECT_FALSE(family.has(kShared));
  const ValueView date = view.values(kBirthDateField)[0];
  EXPECT_EQ(date.year(), 1950U);
  EXPECT_EQ(date.month(), 4U);
  EXPECT_EQ(date.day(), 3U);
  const ValueView email = view.values(kEmailField)[0];
  EXPECT_EQ(email.text(), "jean@example.org");
  EXPECT_EQ(email.extra(), 4U);
  const ValueView phone = view.values(kPhoneField)[0];
  EXPECT_EQ(phone.text(), "33199000001");
  EXPECT_EQ(phone.extra(), static_cast<std::uint8_t>(PhoneType::kLandline));
  const ValueView street = view.values(kStreetField)[0];
  EXPECT_EQ(street.street_number(), 12U);
  EXPECT_EQ(street.street_repetition(), 'b');
  EXPECT_EQ(street.extra(), 7U);
  EXPECT_EQ(street.street_text(), "lilas");
  EXPECT_EQ(view.values(kPostcodeField)[0].text(), "69003");
  EXPECT_EQ(view.values(kGenderField)[0].extra(), static_cast<std::uint8_t>('f'));
  EXPECT_EQ(view.values(kFirstCustomField)[0].number(), -2.5);
}

TEST(PreparedRecordTest, ASecondEqualValueOfAFieldIsDropped) {
  PreparedBuilder builder;
  builder.Clear();
  builder.AddPlain(kCityField, kRepaired, "caen");
  builder.AddPlain(kCityField, 0, "caen");
  builder.AddPlain(kCountryField, 0, "caen");
  builder.AddPlain(kCityField, 0, "cae");
  builder.AddGender('f');
  builder.AddGender('m');  // no payload: told apart by what `extra` says
  const PreparedView view = ViewOf(builder.Finish());
  ASSERT_EQ(view.values(kCityField).size(), 2U);
  EXPECT_EQ(view.values(kCityField)[0].text(), "caen");
  EXPECT_EQ(view.values(kCityField)[0].flags(), kRepaired);
  EXPECT_EQ(view.values(kCityField)[1].text(), "cae");
  EXPECT_EQ(view.values(kCountryField).size(), 1U);
  EXPECT_EQ(view.values(kGenderField).size(), 2U);
}

TEST(PreparedRecordTest, TextIsItsDistinctTokensAscending) {
  PreparedBuilder builder;
  builder.Clear();
  builder.AddText(kFirstCustomField, 0, "the rue of the rue lilas");
  builder.AddText(kFirstCustomField + 1, 0, "lilas of rue the");
  const PreparedView view = ViewOf(builder.Finish());
  const ValueView repeated = view.values(kFirstCustomField)[0];
  const ValueView sorted = view.values(kFirstCustomField + 1)[0];
  ASSERT_EQ(repeated.token_count(), 4U);
  ASSERT_EQ(sorted.token_count(), 4U);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(repeated.token(i), sorted.token(i));
    EXPECT_EQ(repeated.token(i) & 0xff, 0U) << "rarity is not known yet";
    if (i > 0) {
      EXPECT_LT(repeated.token(i - 1), repeated.token(i));
    }
  }
  EXPECT_EQ(repeated.folded_text(), "the rue of the rue lilas");
}

// Stored and sent: a change of the hash or of the layout breaks what is on disk.
TEST(PreparedRecordTest, LayoutIsPinnedByteByByte) {
  PreparedBuilder builder;
  builder.Clear();
  builder.SetFlag(kOrganisation);
  builder.AddText(kFirstCustomField, kSuspect, "ab");
  builder.AddDate(kBirthDateField, 0, 0x0102, 3, 4);
  const std::string bytes(builder.Finish());
  const unsigned char expected[] = {
      48,  0,    2,    0,    0,  0, 1,  1,  // size, record flags, where each field's values begin
      1,   1,    1,    1,    1,  1, 2,  0,  // ... value count
      2,   0,    0,    0,    32, 0, 4,  0,  // field, flags, rarity, extra, offset, size
      10,  2,    0,    0,    36, 0, 10, 0,  //
      2,   1,    3,    4,                   // year, month, day
      1,   0,    0,    0,                   // token count
      0,   0x15, 0x95, 0x05,                // rarity, hash of the token
      'a', 'b',                             // folded text
      0,   0,                               // to a multiple of four
  };
  ASSERT_EQ(bytes.size(), sizeof expected);
  EXPECT_EQ(std::memcmp(bytes.data(), expected, sizeof expected), 0);
}

TEST(PreparedRecordTest, RarityIsSetInPlace) {
  PreparedBuilder builder;
  builder.Clear();
  builder.AddName(kFamilyField, 0, "martin", 1, 2);
  builder.AddText(kFirstCustomField, 0, "rue lilas");
  std::string bytes(builder.Finish());
  const std::string before = bytes;
  auto* const record = reinterpret_cast<std::byte*>(bytes.data());
  const std::uint32_t hash = PreparedView(record).values(kFirstCustomField)[0].token(1);
  SetRarity(record, 0, 91);
  SetTokenRarity(record, 1, 1, 77);
  const PreparedView view(record);
  EXPECT_EQ(view.values(kFamilyField)[0].rarity(), 91U);
  EXPECT_EQ(view.values(kFamilyField)[0].name_text(), "martin");
  EXPECT_EQ(view.values(kFirstCustomField)[0].rarity(), 0U);
  EXPECT_EQ(view.values(kFirstCustomField)[0].token(0) & 0xff, 0U);
  EXPECT_EQ(view.values(kFirstCustomField)[0].token(1), hash | 77U);
  SetRarity(record, 0, 0);
  SetTokenRarity(record, 1, 1, 0);
  EXPECT_EQ(bytes, before);
}

TEST(PreparedRecordTest, LongTextIsCutBetweenLetters) {
  for (const std::size_t pad : {0U, 1U, 2U}) {
    PreparedBuilder builder;
    builder.Clear();
    std::string text(pad, 'a');
    while (text.size() < 2 * kValueBytesMax) text += "\xe5\xb1\xb1";  // three bytes a letter
    builder.AddPlain(kCityField, 0, text);
    builder.AddName(kFamilyField, 0, text, 1, 2);
    const PreparedView view = ViewOf(builder.Finish());
    for (const std::uint8_t field : {kCityField, kFamilyField}) {
      const std::size_t prefix = field == kFamilyField ? kNamePrefixBytes : 0;
      const std::string_view payload = view.values(field)[0].payload();
      EXPECT_LE(payload.size(), kValueBytesMax);
      EXPECT_GT(payload.size() + 3, kValueBytesMax);
      EXPECT_EQ((payload.size() - prefix - pad) % 3, 0U);
      EXPECT_EQ(payload.substr(prefix), std::string_view(text).substr(0, payload.size() - prefix));
    }
  }
}

TEST(PreparedRecordTest, TheTokenCountOfALongNameIsOfWhatIsKept) {
  std::string text;
  while (text.size() < 2 * kValueBytesMax) text += text.empty() ? "jeanpierre" : " jeanpierre";
  PreparedBuilder builder;
  builder.Clear();
  builder.AddName(kGivenField, 0, text, 1, 2);
  const ValueView name = ViewOf(builder.Finish()).values(kGivenField)[0];
  const std::string_view kept = name.name_text();
  EXPECT_NE(kept.back(), ' ');
  EXPECT_EQ(name.extra(), std::count(kept.begin(), kept.end(), ' ') + 1);
}

TEST(PreparedRecordTest, ValuesBeyondTheLimitAreCutAndSaid) {
  PreparedBuilder builder;
  builder.Clear();
  for (std::size_t i = 0; i < kValueCountMax; ++i) {
    builder.AddPlain(kCityField, 0, std::to_string(i));
  }
  EXPECT_FALSE(builder.has(kTruncatedRecord));
  builder.AddPlain(kCityField, 0, "7");  // one of those: nothing is lost
  EXPECT_FALSE(builder.has(kTruncatedRecord));
  builder.AddPlain(kGivenField, 0, "more");
  EXPECT_TRUE(builder.has(kTruncatedRecord));
  const PreparedView view = ViewOf(builder.Finish());
  EXPECT_TRUE(view.has(kTruncatedRecord));
  EXPECT_EQ(view.value_count(), kValueCountMax);
  EXPECT_EQ(view.values(kCityField)[kValueCountMax - 1].text(), std::to_string(kValueCountMax - 1));
}

TEST(PreparedRecordTest, BytesBeyondTheLimitAreCutAndSaid) {
  PreparedBuilder builder;
  builder.Clear();
  for (std::size_t i = 0; i < 60; ++i) {
    builder.AddPlain(kFirstCustomField, 0, std::to_string(i) + std::string(kValueBytesMax, 'x'));
  }
  builder.AddDate(kBirthDateField, 0, 1950, 4, 3);  // there is still room for little ones
  const std::string_view bytes = builder.Finish();
  const PreparedView view = ViewOf(bytes);
  EXPECT_TRUE(view.has(kTruncatedRecord));
  EXPECT_LE(bytes.size(), kRecordBytesMax + 3);
  EXPECT_GT(bytes.size(), kRecordBytesMax - kValueBytesMax - 16);
  EXPECT_EQ(view.values(kBirthDateField)[0].year(), 1950U);
}

}  // namespace
}  // namespace doublon::record
